package org.web3ecosystem.trustchain.rfc6962;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ct.Precertificates;
import org.web3ecosystem.trustchain.ct.SignedEntry;
import org.web3ecosystem.trustchain.ct.Submission;
import org.web3ecosystem.trustchain.path.NamedNode;
import org.web3ecosystem.trustchain.path.Validator;

/**
 * Which chains the log takes (RFC 6962, section 3.1): those that the validator of this
 * federation accepts now, under its roots, so that nobody fills the log with what is no
 * concern of its. Thread-safe.
 */
public final class Judge {

	/** Leaf, intermediate, and perhaps a cross certificate and a root. */
	public static final int MAX_CHAIN = 4;

	private final Validator validator;

	private final Supplier<List<X509Certificate>> roots;

	/**
	 * @param roots the federation's that are trusted now
	 */
	public Judge(Validator validator, Supplier<List<X509Certificate>> roots) {
		this.validator = validator;
		this.roots = roots;
	}

	/** Under which a chain has to be, DER. */
	public List<byte[]> roots() {
		return roots.get().stream().map(Digest::encoded).toList();
	}

	/**
	 * A certificate and those above it, each DER.
	 * @throws IllegalArgumentException naming why it is not taken
	 */
	public Submission certificate(List<byte[]> chain) {
		Leaf leaf = leaf(chain);
		require(validator.validate(leaf.chain(), leaf.purpose(), leaf.node()));
		return Submission.certificate(chain.getFirst(), leaf.purpose(), leaf.node(), above(chain));
	}

	/**
	 * A precertificate and those above it, each DER. It is signed by the intermediate
	 * that will sign the certificate; precertificate signing certificates do not exist
	 * here.
	 * @throws IllegalArgumentException naming why it is not taken
	 */
	public Submission precertificate(List<byte[]> chain) {
		Leaf leaf = leaf(chain);
		require(validator.validatePrecertificate(leaf.chain(), leaf.purpose(), leaf.node()));
		SignedEntry entry = Precertificates.entryOf(chain.getFirst(), chain.get(1));
		return new Submission(entry, leaf.purpose(), leaf.node(), chain.getFirst(), above(chain), false);
	}

	private record Leaf(CertificateChain chain, Purpose purpose, NodeId node) {
	}

	private Leaf leaf(List<byte[]> chain) {
		if (chain.size() < 2 || chain.size() > MAX_CHAIN) {
			throw new IllegalArgumentException("a chain is a leaf, its intermediate and perhaps what is above");
		}
		if (chain.stream().anyMatch(each -> each.length == 0 || each.length > Validator.MAX_CERTIFICATE)) {
			throw new IllegalArgumentException(
					"a certificate has 1 to " + Validator.MAX_CERTIFICATE + " bytes in this federation");
		}
		try {
			TBSCertificate leaf = Precertificates.parsed(chain.getFirst()).getTBSCertificate();
			NodeId node = NamedNode.in(leaf.getSubject())
				.orElseThrow(() -> new IllegalArgumentException("the leaf names no node"));
			List<X509Certificate> shown = new ArrayList<>(List.of(Pem.certificate(chain.getFirst())));
			for (byte[] each : above(chain)) {
				shown.add(Pem.certificate(each));
			}
			return new Leaf(new CertificateChain(shown), purpose(leaf), node);
		}
		catch (CertificateException malformed) {
			throw new IllegalArgumentException("a certificate of the chain cannot be read", malformed);
		}
	}

	private static Purpose purpose(TBSCertificate leaf) {
		ExtendedKeyUsage usages = ExtendedKeyUsage.fromExtensions(leaf.getExtensions());
		if (usages == null) {
			throw new IllegalArgumentException("the leaf has no extended key usage");
		}
		boolean server = usages.hasKeyPurposeId(KeyPurposeId.id_kp_serverAuth);
		boolean client = usages.hasKeyPurposeId(KeyPurposeId.id_kp_clientAuth);
		if (server && client) {
			return Purpose.NODE;
		}
		return client ? Purpose.OPERATOR : Purpose.SERVER;
	}

	private static void require(Verdict verdict) {
		switch (verdict) {
			case Verdict.Accepted _ -> {
			}
			case Verdict.Rejected(String reason, boolean revoked) ->
				throw new IllegalArgumentException("not taken: " + reason);
			case Verdict.Unavailable(String reason) -> throw new IllegalArgumentException("not taken: " + reason);
		}
	}

	/** The root is known: whether it was handed in changes nothing. */
	private List<byte[]> above(List<byte[]> chain) {
		boolean rooted = roots().stream().anyMatch(root -> Arrays.equals(root, chain.getLast()));
		return chain.subList(1, rooted ? Math.max(2, chain.size() - 1) : chain.size());
	}

}
