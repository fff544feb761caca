package org.web3ecosystem.trustchain.join;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.JoinDoor;
import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.ca.Order;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Enrolled;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.EnrolledNode;

/**
 * The join door of a validator. Order matters: what costs nothing is checked first; the
 * token is bound before anyone else hears of the joiner; the federation has ordered the
 * admission before a certificate exists; the token is spent before the joiner is told.
 * Whoever breaks off in between tries again with the same key and the same token. Without
 * a token a node that was admitted before gets a leaf for the same key and name: what it
 * had ended while it was off, and nobody hears it elsewhere.
 */
public final class Door implements JoinDoor {

	private static final Duration ORDERING = Duration.ofSeconds(20);

	private static final Duration ISSUING = Duration.ofSeconds(10);

	private final Node node;

	private final Tokens tokens;

	private final Roster roster;

	private final CertificateLedger ledger;

	private final Supplier<Optional<Authority>> authority;

	private final Executor executor;

	private final Set<String> opening = ConcurrentHashMap.newKeySet();

	/**
	 * @param authority this node's authority, empty while there is none
	 */
	public Door(Node node, Tokens tokens, Roster roster, CertificateLedger ledger,
			Supplier<Optional<Authority>> authority, Executor executor) {
		this.node = node;
		this.tokens = tokens;
		this.roster = roster;
		this.ledger = ledger;
		this.authority = authority;
		this.executor = executor;
	}

	@Override
	public CompletionStage<Admission> admit(JoinRequest request) {
		return Async.call(executor, () -> {
			String token = Digest.hex(isReturning(request) ? request.nodeKey() : request.token());
			if (!opening.add(token)) {
				throw new RejectedException("this join token is being used at this moment");
			}
			try {
				return decide(request);
			}
			finally {
				opening.remove(token);
			}
		});
	}

	private Admission decide(JoinRequest request) throws IOException {
		Authority issuing = authority.get()
			.orElseThrow(() -> new UnavailableException("this node has no issuing authority"));
		Enrolled enrolment = enrolment(request);
		NodeId joiner = enrolment.node();
		if (!enrolment.isProven()) {
			throw new RejectedException("the joiner does not prove that it has its node key");
		}
		SigningRequest csr = SigningRequest.parse(request.csr());
		if (isReturning(request)) {
			requireEnrolled(enrolment);
		}
		else {
			admit(request, enrolment);
		}
		String zoneName = enrolment.name() + ".node." + node.genesis().zone();
		CertificateChain chain = Async.await(
				issuing.issue(new Order(csr, Purpose.NODE, joiner, enrolment.name(), List.of(zoneName))), ISSUING,
				"the transparency log");
		byte[] genesis = Files.readAllBytes(node.home().resolve("genesis.cbor"));
		if (!isReturning(request)) {
			tokens.spend(request.token(), joiner);
		}
		return new Admission(genesis, chain, zoneName);
	}

	/** One that was admitted before and has no leaf left to ask with. */
	private static boolean isReturning(JoinRequest request) {
		return request.token().length == 0;
	}

	private void requireEnrolled(Enrolled returning) {
		if (!roster.nameOf(returning.node()).equals(Optional.of(returning.name()))) {
			throw new RejectedException("this node is not enrolled as " + returning.name() + ", and has no token");
		}
	}

	private void admit(JoinRequest request, Enrolled enrolment) {
		tokens.requireUsable(request.token(), enrolment.node());
		// before the token is bound: another name may be chosen with it, by another key
		if (isKnownToBeTaken(enrolment)) {
			throw new RejectedException("the name " + enrolment.name() + " is taken: choose another one");
		}
		tokens.bind(request.token(), enrolment.node());
		if (!roster.isFree(enrolment.name(), enrolment.node())) {
			throw new RejectedException("the name " + enrolment.name() + " is taken: choose another one");
		}
		enrol(enrolment);
	}

	private boolean isKnownToBeTaken(Enrolled enrolment) {
		try {
			return !roster.isFree(enrolment.name(), enrolment.node());
		}
		catch (UnavailableException unknown) {
			return false;
		}
	}

	private Enrolled enrolment(JoinRequest request) {
		try {
			Enrolled enrolment = new Enrolled(NodeKey.decodePublic(request.nodeKey()).getEncoded(), request.name(),
					Digest.sha256(request.token()), Digest.sha256(request.csr()), request.proof());
			if (node.genesis().validator(enrolment.node()).isPresent()) {
				throw new RejectedException("a validator does not join");
			}
			return enrolment;
		}
		catch (IllegalArgumentException malformed) {
			throw new RejectedException("not a join request: " + malformed.getMessage(), malformed);
		}
	}

	/** In the federation's ledger first, where there is one; then here. */
	private void enrol(Enrolled enrolment) {
		if (ledger.isPresent() && !isRecorded(enrolment)) {
			Ledger.Receipt receipt = Async.await(ledger.submit(enrolment), ORDERING, "the ledger");
			if (receipt.verdict() instanceof Verdict.Rejected(String reason, boolean revoked)) {
				throw new RejectedException("the federation did not admit the node: " + reason);
			}
		}
		roster.remember(new EnrolledNode(enrolment.nodeKey(), enrolment.name(), node.id()), enrolment.node());
	}

	/**
	 * An attempt that broke off after it was ordered is not ordered twice; under another
	 * name it is another attempt, and for the ledger to refuse.
	 */
	private boolean isRecorded(Enrolled enrolment) {
		return Async.await(ledger.isSpentBy(enrolment), ORDERING, "the ledger")
				&& Async.await(ledger.node(enrolment.node()), ORDERING, "the ledger")
					.map(EnrolledNode::name)
					.filter(enrolment.name()::equals)
					.isPresent();
	}

}
