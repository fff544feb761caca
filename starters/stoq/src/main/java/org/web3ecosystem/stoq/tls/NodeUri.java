package org.web3ecosystem.stoq.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.spi.NodeId;

/** {@code spiffe://<zone>/node/<node id>}, the URI by which a leaf names its node. */
public final class NodeUri {

	/** RFC 5280 section 4.2.1.6, uniformResourceIdentifier. */
	private static final int URI = 6;

	private NodeUri() {
	}

	public static String of(String zone, NodeId id) {
		return "spiffe://" + zone + "/node/" + id.hex();
	}

	/** The one URI in a certificate's subject alternative name; none if there are two. */
	public static Optional<String> in(X509Certificate certificate) {
		try {
			Collection<List<?>> names = certificate.getSubjectAlternativeNames();
			List<String> uris = (names == null) ? List.of()
					: names.stream()
						.filter(name -> Integer.valueOf(URI).equals(name.getFirst()))
						.map(name -> String.valueOf(name.getLast()))
						.toList();
			return (uris.size() == 1) ? Optional.of(uris.getFirst()) : Optional.empty();
		}
		catch (CertificateParsingException malformed) {
			return Optional.empty();
		}
	}

}
