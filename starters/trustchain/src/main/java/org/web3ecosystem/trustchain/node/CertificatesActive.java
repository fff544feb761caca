package org.web3ecosystem.trustchain.node;

import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.offer.TrustChainCertificates;
import org.web3ecosystem.trustchain.path.Validator;

/**
 * TrustChain certificates are active: what this node shows to others leads to the root,
 * and its inclusion in its issuer's log is proven.
 */
public final class CertificatesActive implements Criterion {

	private final Supplier<Optional<CertificateChain>> published;

	private final Validator validator;

	private final TrustChainCertificates certificates;

	private final NodeId self;

	/** The chain whose proof was verified last; a proof does not wear out. */
	private volatile @Nullable CertificateChain proven;

	/**
	 * @param published what the transport shows now
	 */
	public CertificatesActive(Supplier<Optional<CertificateChain>> published, Validator validator,
			TrustChainCertificates certificates, NodeId self) {
		this.published = published;
		this.validator = validator;
		this.certificates = certificates;
		this.self = self;
	}

	@Override
	public CriterionId id() {
		return CriterionId.CERTIFICATES_ACTIVE;
	}

	@Override
	public Finding find() {
		CertificateChain chain = published.get().orElse(null);
		if (chain == null) {
			return Finding.waitingFor("the transport to show a certificate");
		}
		if (chain.isSelfIssued()) {
			return Finding.waitingFor("an issued certificate; this node still shows a self-signed one");
		}
		if (validator.validate(chain, Purpose.NODE, self) instanceof Verdict.Rejected(String reason, boolean revoked)) {
			return Finding.waitingFor("a certificate that verifies: " + reason);
		}
		if (!chain.equals(proven)) {
			if (!certificates.isLogged(chain)) {
				return Finding.waitingFor("the proof that the certificate is in its issuer's log");
			}
			proven = chain;
		}
		return Finding.met("certificate " + chain.leaf().getSerialNumber().toString(16) + " of "
				+ chain.leaf().getIssuerX500Principal() + " verifies and is logged, until "
				+ chain.leaf().getNotAfter().toInstant());
	}

}
