package org.web3ecosystem.stoq.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * The offer {@code self-signed}: leaves that vouch for themselves. They say nothing by
 * themselves; a peer believes one because the HELLO beside it is signed by a node key
 * that the genesis document names. Hence it accepts only validators, and cannot judge
 * issued chains.
 */
public final class SelfSignedCertificates implements CertificateProvider {

	static final Duration LIFE = Duration.ofDays(1);

	private final Genesis genesis;

	private final InstantSource clock;

	public SelfSignedCertificates(Genesis genesis, InstantSource clock) {
		this.genesis = genesis;
		this.clock = clock;
	}

	@Override
	public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
		if (request.provisionalRefused()) {
			return CompletableFuture.failedFuture(new UnavailableException(
					"a peer has refused the self-signed identity, only an issued one will do"));
		}
		if (request.purpose() != Purpose.NODE) {
			return CompletableFuture.failedFuture(new UnavailableException("self-signed is for nodes only"));
		}
		if (genesis.validator(request.node()).isEmpty()) {
			return CompletableFuture.failedFuture(new UnavailableException(request.node().brief()
					+ " is not in the genesis roster, so nobody would accept its own signature"));
		}
		try {
			X509Certificate leaf = SelfSignedLeaf.sign(request.keys(), request.node().brief(), names(request),
					clock.instant(), LIFE);
			return CompletableFuture.completedFuture(new CertificateChain(List.of(leaf)));
		}
		catch (UnusableIdentityException unfit) {
			return CompletableFuture.failedFuture(new RejectedException("the key cannot be self-signed", unfit));
		}
	}

	@Override
	public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
		return CompletableFuture.completedFuture(judge(chain, purpose, subject));
	}

	private Verdict judge(CertificateChain chain, Purpose purpose, NodeId subject) {
		if (!chain.isSelfIssued()) {
			return Verdict.unavailable("self-signed cannot judge an issued certificate");
		}
		X509Certificate leaf = chain.leaf();
		if (purpose != Purpose.NODE) {
			return Verdict.rejected("a self-signed certificate is good for nodes only, not for " + purpose);
		}
		if (genesis.validator(subject).isEmpty()) {
			return Verdict.rejected("self-signed, and " + subject.brief() + " is not in the genesis roster");
		}
		if (chain.certificates().size() != 1) {
			return Verdict.rejected("self-signed, and yet a chain of " + chain.certificates().size());
		}
		if (!NodeUri.in(leaf).equals(Optional.of(NodeUri.of(genesis.zone(), subject)))) {
			return Verdict.rejected("the certificate does not name " + subject.brief());
		}
		return judgeSignature(leaf);
	}

	private Verdict judgeSignature(X509Certificate leaf) {
		try {
			leaf.checkValidity(Date.from(clock.instant()));
			leaf.verify(leaf.getPublicKey());
			return Verdict.accepted();
		}
		catch (GeneralSecurityException wrong) {
			return Verdict.rejected("self-signed, but " + wrong.getMessage());
		}
	}

	private GeneralNames names(CertificateRequest request) {
		List<GeneralName> names = new ArrayList<>();
		names.add(new GeneralName(GeneralName.uniformResourceIdentifier, NodeUri.of(genesis.zone(), request.node())));
		request.dnsNames().forEach(dns -> names.add(new GeneralName(GeneralName.dNSName, dns)));
		return new GeneralNames(names.toArray(GeneralName[]::new));
	}

}
