package org.web3ecosystem.trustchain.ct;

import java.util.List;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * What a log is asked to keep.
 *
 * @param entry the certificate, or what will be one
 * @param purpose what it is for
 * @param node whom it names
 * @param precertificate what was submitted for a precert_entry, DER; empty for another
 * @param chain the certificates above it, its issuer's first, each DER
 * @param awaited the certificate to this entry is to be told, see
 * {@link TransparencyLog#complete}
 */
public record Submission(SignedEntry entry, Purpose purpose, NodeId node, byte[] precertificate, List<byte[]> chain,
		boolean awaited) {

	/** More than any path here has. */
	static final int MAX_CHAIN = 8;

	public Submission {
		precertificate = precertificate.clone();
		chain = List.copyOf(chain);
		if (chain.isEmpty() || chain.size() > MAX_CHAIN || precertificate.length > SignedEntry.MAX_BYTES
				|| chain.stream().anyMatch(each -> each.length > SignedEntry.MAX_BYTES)) {
			throw new IllegalArgumentException(
					"a submission has a chain of 1 to " + MAX_CHAIN + " certificates, none too large");
		}
	}

	/** A certificate that was issued. */
	public static Submission certificate(byte[] certificate, Purpose purpose, NodeId node, List<byte[]> chain) {
		return new Submission(new SignedEntry.X509(certificate), purpose, node, new byte[0], chain, false);
	}

	@Override
	public byte[] precertificate() {
		return precertificate.clone();
	}

}
