package org.web3ecosystem.trustchain.offer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.NamePolicy;
import org.web3ecosystem.trustchain.ca.Order;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.ct.InclusionProof;
import org.web3ecosystem.trustchain.ct.LogEntry;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.join.Roster;
import org.web3ecosystem.trustchain.ledger.Revocation;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.ledger.Taint;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.path.NamedNode;
import org.web3ecosystem.trustchain.path.Validator;

/**
 * Offer {@code trustchain}: this node's own authority where it has one, any other
 * validator's otherwise; judges by path, and by what it has heard of revocations.
 */
public final class TrustChainCertificates implements CertificateProvider {

	private static final Duration ISSUING = Duration.ofSeconds(10);

	/** How long it counts that a validator was reached. */
	private static final Duration REACHED = Duration.ofSeconds(60);

	private final Node node;

	private final Validator validator;

	/** When a leaf says it begins, and how long before it was signed that is. */
	private static final Duration BACKDATED = Duration.ofMinutes(10);

	/** What was under way when an authority was tainted. */
	private static final Duration UNDER_WAY = Duration.ofSeconds(30);

	private final RevokedLeaves revoked;

	private final TaintedAuthorities tainted;

	private final Supplier<Optional<Issuing>> issuing;

	private final Roster roster;

	private final RemoteAuthority remote;

	private final InstantSource clock;

	private final Executor executor;

	private final NamePolicy policy;

	private final LongAdder validations = new LongAdder();

	/**
	 * @param issuing what this node issues with, empty while it cannot
	 */
	public TrustChainCertificates(Node node, Validator validator, RevokedLeaves revoked, TaintedAuthorities tainted,
			Supplier<Optional<Issuing>> issuing, Roster roster, TransportProvider transport, InstantSource clock,
			RandomGenerator random, Executor executor) {
		this.node = node;
		this.validator = validator;
		this.revoked = revoked;
		this.tainted = tainted;
		this.issuing = issuing;
		this.roster = roster;
		this.remote = new RemoteAuthority(node, transport, validator, tainted, clock, random);
		this.clock = clock;
		this.executor = executor;
		this.policy = new NamePolicy(node.genesis().zone());
	}

	@Override
	public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
		return Async.call(executor, () -> {
			if (!request.node().equals(node.id())) {
				throw new RejectedException("a node asks for its own certificates only");
			}
			Optional<Issuing> own = issuing.get();
			return own.isPresent() ? local(own.get(), request) : remote.issue(request);
		});
	}

	@Override
	public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
		validations.increment();
		Verdict path = validator.validate(chain, purpose, subject);
		return CompletableFuture.completedFuture(path.isAccepted() ? takenBack(chain).orElse(path) : path);
	}

	/** What this node has heard against a chain whose path is good. */
	private Optional<Verdict> takenBack(CertificateChain chain) {
		return NamedNode.issuer(chain)
			.flatMap(issuer -> revoked.find(Digest.of(chain.leaf()), issuer))
			.map(TrustChainCertificates::revoked)
			.or(() -> tainted.damage().map(Verdict::unavailable))
			.or(() -> tainted.find(chain.certificates().get(1)).flatMap(taint -> refused(chain, taint)));
	}

	/**
	 * What a tainted authority signed since is refused, the rest when its time has come.
	 */
	private Optional<Verdict> refused(CertificateChain chain, Taint taint) {
		Instant signed = chain.leaf().getNotBefore().toInstant().plus(BACKDATED);
		if (signed.isAfter(taint.at().plus(UNDER_WAY))) {
			return Optional.of(Verdict.rejected("the certificate was signed after its authority was tainted at "
					+ taint.at().truncatedTo(ChronoUnit.SECONDS)));
		}
		return clock.instant().isBefore(taint.refusedFrom()) ? Optional.empty()
				: Optional.of(Verdict.rejected("the authority that signed the certificate was tainted at "
						+ taint.at().truncatedTo(ChronoUnit.SECONDS) + ", and what it signed is refused since "
						+ taint.refusedFrom().truncatedTo(ChronoUnit.SECONDS)));
	}

	static Verdict revoked(Revocation revocation) {
		return Verdict.revoked("the certificate was revoked at " + revocation.at().truncatedTo(ChronoUnit.SECONDS)
				+ ": " + revocation.reason());
	}

	/** Whether a certificate could be had now, without asking over the network. */
	public Verdict probe() {
		Optional<String> damage = tainted.damage();
		if (damage.isPresent()) {
			return Verdict.unavailable(damage.get());
		}
		Optional<Issuing> own = issuing.get();
		if (own.isPresent() && !own.get().authority().isTainted()) {
			return own.get().log().broken().map(Verdict::unavailable).orElse(Verdict.accepted());
		}
		if (remote.lastSuccess().filter(last -> last.plus(REACHED).isAfter(clock.instant())).isPresent()) {
			return Verdict.accepted();
		}
		if (own.isPresent()) {
			return Verdict.unavailable("this validator's intermediate is tainted, and no other validator is reached");
		}
		return Verdict.unavailable(
				node.isValidator() ? "this node's authority does not run" : "no validator that issues is reached");
	}

	/** Whether this node issues for itself. */
	public boolean issues() {
		return tainted.damage().isEmpty() && issuing.get().filter(own -> !own.authority().isTainted()).isPresent();
	}

	/** Looks whether another validator could issue, for {@link #probe}. Blocks. */
	public boolean reachOthers() {
		return remote.reach();
	}

	/** How many chains were judged. */
	public long validations() {
		return validations.sum();
	}

	/** Whether this very leaf is provably in its issuer's log. */
	public boolean isLogged(CertificateChain chain) {
		byte[] leaf = Digest.encoded(chain.leaf());
		Optional<TransparencyLog> own = issuing.get().map(Issuing::log);
		if (own.isPresent() && own.get().find(Digest.sha256(leaf)).isPresent()) {
			int index = own.get().find(Digest.sha256(leaf)).getAsInt();
			InclusionProof proof = own.get().inclusion(index);
			return own.get()
				.entry(index)
				.map(LogEntry::leafInput)
				.filter(input -> proof.verify(input, own.get().key().publicKey()))
				.isPresent();
		}
		// it was verified when it came
		return remote.evidence(chain).isPresent();
	}

	private CertificateChain local(Issuing own, CertificateRequest request) {
		try {
			String name = roster.nameOf(node.id()).orElse(node.name());
			SigningRequest csr = SigningRequest.parse(OwnRequest.pkcs10(node, request, clock.instant()));
			List<String> names = policy.certified(request.purpose(), name, csr.names(), NamePolicy.Reach.ZONE);
			return Async.await(own.authority().issue(new Order(csr, request.purpose(), node.id(), name, names)),
					ISSUING, "the transparency log");
		}
		catch (UnavailableException notHere) {
			return remote.issue(request);
		}
	}

}
