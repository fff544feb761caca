package org.web3ecosystem.spitest.trust;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.ForeignTrust;
import org.web3ecosystem.spi.trust.ForeignTrust.Use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.spitest.Stages.get;

/** The laws of {@link ForeignTrust}. */
public abstract class ForeignTrustContract {

	/** Who judges; {@link #domain} and {@link #otherDomain} are admitted and known. */
	protected abstract ForeignTrust trust();

	/**
	 * The same without any way to the bundle of {@link #domain}, and without one kept.
	 */
	protected abstract ForeignTrust unreached();

	/** An admitted trust domain. */
	protected abstract String domain();

	/** Another one. */
	protected abstract String otherDomain();

	/** This federation's own. */
	protected abstract String ownDomain();

	/** A peer's chain of {@link #domain}, good for both uses. */
	protected abstract CertificateChain peer();

	/** A server's chain of {@link #domain}, good for nothing else. */
	protected abstract CertificateChain server();

	/** A node's chain of this federation. */
	protected abstract CertificateChain own();

	private Verdict validate(String domain, CertificateChain chain, Use use) {
		return get(trust().validate(domain, chain, use));
	}

	@Test
	void aChainIsAcceptedForTheDomainOfItsNamesAndNoOther() {
		assertThat(validate(domain(), peer(), Use.CLIENT)).isEqualTo(Verdict.accepted());
		assertThat(validate(domain(), peer(), Use.SERVER)).isEqualTo(Verdict.accepted());
		assertThat(validate(otherDomain(), peer(), Use.CLIENT)).isInstanceOf(Verdict.Rejected.class);
		assertThat(trust().domains()).contains(domain(), otherDomain()).doesNotContain(ownDomain());
	}

	@Test
	void aDomainThatIsNotAdmittedIsRejectedAndSoIsTheOwn() {
		assertThat(validate("nobody.invalid", peer(), Use.CLIENT)).isInstanceOf(Verdict.Rejected.class);
		assertThat(validate(ownDomain(), own(), Use.CLIENT)).isInstanceOf(Verdict.Rejected.class);
		assertThat(validate(domain(), own(), Use.CLIENT)).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void whatCannotBeJudgedNowIsUnavailable() {
		assertThat(get(unreached().validate(domain(), peer(), Use.CLIENT))).isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void aServersCertificateIsNoClients() {
		assertThat(validate(domain(), server(), Use.SERVER)).isEqualTo(Verdict.accepted());
		assertThat(validate(domain(), server(), Use.CLIENT)).isInstanceOf(Verdict.Rejected.class);
	}

}
