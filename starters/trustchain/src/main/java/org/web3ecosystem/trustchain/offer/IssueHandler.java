package org.web3ecosystem.trustchain.offer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.NamePolicy;
import org.web3ecosystem.trustchain.ca.Order;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.join.Roster;

/**
 * Answers {@code trustchain.issue}: any validator renews any node that belongs to the
 * federation and proves its node key.
 */
public final class IssueHandler implements RequestHandler {

	/** How old or young a request may be; clocks differ. */
	private static final Duration FRESH = Duration.ofMinutes(15);

	private static final Duration ISSUING = Duration.ofSeconds(10);

	private final Node node;

	private final Roster roster;

	private final Supplier<Optional<Issuing>> issuing;

	private final InstantSource clock;

	private final Executor executor;

	private final NamePolicy policy;

	private final RequestRate rate = new RequestRate();

	/**
	 * @param issuing what this node issues with, empty while it cannot
	 */
	public IssueHandler(Node node, Roster roster, Supplier<Optional<Issuing>> issuing, InstantSource clock,
			Executor executor) {
		this.node = node;
		this.roster = roster;
		this.issuing = issuing;
		this.clock = clock;
		this.executor = executor;
		this.policy = new NamePolicy(node.genesis().zone());
	}

	@Override
	public String method() {
		return IssueRequest.METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		return Async.call(executor, () -> answer(caller, IssueRequest.decode(request)).encode());
	}

	private IssueAnswer answer(NodeId caller, IssueRequest request) {
		Issuing with = issuing.get().orElseThrow(() -> new UnavailableException("this node has no issuing authority"));
		if (!request.claimant().equals(caller) || !request.isProven(node.genesis().chainId())) {
			throw new RejectedException("the caller does not prove that it has the node key");
		}
		if (Duration.between(request.at(), clock.instant()).abs().compareTo(FRESH) > 0) {
			throw new RejectedException(
					"the request was made at " + request.at() + ", which is not about now; are the clocks right?");
		}
		if (!rate.allows(caller, clock.instant())) {
			throw new UnavailableException("this node has asked for " + RequestRate.BURST + " certificates within "
					+ RequestRate.PERIOD.toMinutes() + " min");
		}
		String name = roster.nameOf(caller)
			.orElseThrow(() -> new RejectedException("node " + caller.brief() + " is not enrolled"));
		SigningRequest csr = SigningRequest.parse(request.csr());
		List<String> names = policy.certified(request.purpose(), name, csr.names(), NamePolicy.Reach.OWN);
		CertificateChain chain = Async.await(
				with.authority().issue(new Order(csr, request.purpose(), caller, name, names)), ISSUING,
				"the transparency log");
		int index = with.log().find(Digest.of(chain.leaf())).orElseThrow();
		return new IssueAnswer(chain, LogEvidence.of(with.log(), index, node.key()));
	}

}
