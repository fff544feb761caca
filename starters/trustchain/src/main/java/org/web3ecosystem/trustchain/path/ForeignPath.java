package org.web3ecosystem.trustchain.path;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.trustchain.Digest;

/**
 * Judges chains of another federation against the roots in its bundle. RFC 5280's
 * algorithm and profile apply to all of it, with the constraints that its roots and
 * intermediates have; what the chain may name is decided here besides, whatever those
 * roots say. It opens nothing of this federation: {@link Validator} knows none of these
 * roots. Immutable.
 */
public final class ForeignPath {

	/** Certificates below a root that anyone looks at. */
	public static final int MAX_LENGTH = 4;

	private final List<X509Certificate> roots;

	/** Whether all of the roots may sign some name of this zone. */
	public boolean speaksFor(String domain) {
		return roots.stream().allMatch(root -> ForeignNames.permits(root, domain));
	}

	/** What came of it. */
	public sealed interface Finding {

		/** Nothing is wrong. */
		record Good() implements Finding {
		}

		/** No root that is known signed this; a newer bundle may have it. */
		record Unknown() implements Finding {
		}

		/**
		 * It is not to be believed.
		 *
		 * @param reason what is wrong with it
		 */
		record Bad(String reason) implements Finding {
		}

	}

	/**
	 * @param roots those that are trusted
	 */
	public ForeignPath(List<X509Certificate> roots) {
		this.roots = List.copyOf(roots);
	}

	/**
	 * Judges what a peer shows.
	 * @param shown the leaf first, without the root
	 * @param domain the one zone and trust domain that the chain may speak for
	 * @param client whether the peer shows it as a client, so that it needs a SPIFFE ID;
	 * otherwise as a server
	 */
	public Finding judge(List<X509Certificate> shown, String domain, boolean client, Instant now) {
		return judge(shown, client ? KeyPurposeId.id_kp_clientAuth : KeyPurposeId.id_kp_serverAuth, now,
				contents -> ForeignNames.fault(contents, domain, client));
	}

	/**
	 * Judges what the endpoint of the bundle shows. It is whom the federation was told to
	 * ask, so that it may have any name, but it has to have this one.
	 * @param host the host in its URL
	 * @param address what the host is, if it is an address
	 * @param endpointId its SPIFFE ID, which then counts instead of the host
	 */
	public Finding judgeEndpoint(List<X509Certificate> shown, String host, Optional<InetAddress> address,
			Optional<String> endpointId, Instant now) {
		return judge(shown, KeyPurposeId.id_kp_serverAuth, now,
				contents -> ForeignNames.endpointFault(contents.getFirst(), host, address, endpointId));
	}

	/** What else must be so of a path, the leaf first. */
	private interface Policy {

		Optional<String> fault(List<TBSCertificate> path);

	}

	private Finding judge(List<X509Certificate> shown, KeyPurposeId purpose, Instant now, Policy policy) {
		if (shown.isEmpty() || shown.size() > MAX_LENGTH
				|| shown.stream().anyMatch(each -> Digest.encoded(each).length > CertificationPath.MAX_CERTIFICATE)) {
			return new Finding.Bad("a chain has 1 to " + MAX_LENGTH + " certificates of at most "
					+ CertificationPath.MAX_CERTIFICATE + " bytes");
		}
		try {
			List<Way> ways = ways(shown);
			Optional<String> fault = Optional.empty();
			for (Way way : ways) {
				fault = policy.fault(contents(way.path()))
					.or(() -> new CertificationPath(way.root(), CertificationPath.STRONG).fault(way.path(), purpose,
							now));
				if (fault.isEmpty()) {
					return new Finding.Good();
				}
			}
			return fault.<Finding>map(Finding.Bad::new).orElseGet(Finding.Unknown::new);
		}
		catch (RuntimeException malformed) {
			return new Finding.Bad("a certificate is malformed");
		}
	}

	/**
	 * A root, and the part of what is shown that leads to it.
	 */
	private record Way(X509Certificate root, List<X509Certificate> path) {
	}

	/** The shortest first: what is behind a root that is known is not looked at. */
	private List<Way> ways(List<X509Certificate> shown) {
		List<Way> ways = new ArrayList<>();
		for (int length = 1; length <= shown.size() && ways.isEmpty(); length++) {
			X509Certificate last = shown.get(length - 1);
			for (X509Certificate root : roots) {
				if (Anchor.isIssuer(root, last)) {
					ways.add(new Way(root, shown.subList(0, length)));
				}
			}
		}
		return ways;
	}

	private static List<TBSCertificate> contents(List<X509Certificate> path) {
		return path.stream().map(each -> Certificate.getInstance(Digest.encoded(each)).getTBSCertificate()).toList();
	}

}
