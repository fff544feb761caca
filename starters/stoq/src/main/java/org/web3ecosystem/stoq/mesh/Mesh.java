package org.web3ecosystem.stoq.mesh;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.SilentPeers;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;

/** Links to every other validator of genesis, and what they show. */
public final class Mesh implements SilentPeers {

	private final Node node;

	private final StoqTransport transport;

	private final RandomGenerator random;

	private final Duration pingEvery;

	private final PeerClocks clocks;

	private volatile List<Link> links = List.of();

	public Mesh(Node node, StoqTransport transport, RandomGenerator random, Duration pingEvery, PeerClocks clocks) {
		this.node = node;
		this.transport = transport;
		this.random = random;
		this.pingEvery = pingEvery;
		this.clocks = clocks;
	}

	/**
	 * Starts dialling.
	 * @param worker where redialling and pinging is planned
	 */
	void start(ScheduledExecutorService worker) {
		links = node.genesis()
			.validators()
			.stream()
			.filter(validator -> !validator.id().equals(node.id()))
			.map(validator -> new Link(Peer.of(validator), transport, worker, random, pingEvery, clocks))
			.toList();
		links.forEach(Link::dial);
	}

	void stop() {
		links = List.of();
	}

	List<Link> links() {
		return links;
	}

	/** Why there is no connection to a validator, by node id. */
	public Map<String, String> waitingFor() {
		return links.stream()
			.filter(link -> link.connection() == null)
			.collect(Collectors.toMap(link -> link.peer().id().hex(), Link::waitingFor));
	}

	/** Other validators that this node and they have admitted each other. */
	public int connected() {
		return (int) links.stream().filter(link -> link.connection() != null).count();
	}

	@Override
	public Set<NodeId> silent() {
		List<Link> all = links;
		Set<NodeId> silent = all.stream()
			.filter(Link::isSilent)
			.map(link -> link.peer().id())
			.collect(Collectors.toUnmodifiableSet());
		int answering = all.size() - silent.size() + (node.isValidator() ? 1 : 0);
		return (answering >= node.genesis().quorum()) ? silent : Set.of();
	}

	/** What is wrong with this node's clock; empty if nothing. */
	Optional<String> clockTrouble() {
		return clocks.trouble();
	}

	/** Of {@link #connected}, those where both sides show issued certificates. */
	int secured() {
		return (int) links.stream().map(Link::connection).filter(Mesh::isSecured).count();
	}

	/** Of {@link #connected}, those that show a Falcon signature that was verified. */
	public int falconVerified() {
		return (int) links.stream().map(Link::connection).filter(Mesh::isFalconVerified).count();
	}

	/** Whether a quorum shows Falcon signatures. */
	public Criterion.Finding falcon() {
		return quorum(falconVerified(), "verified Falcon signatures");
	}

	private static boolean isFalconVerified(@Nullable OutgoingConnection connection) {
		return connection != null && connection.falcon() == FalconFinding.VERIFIED;
	}

	private static boolean isSecured(@Nullable OutgoingConnection connection) {
		return connection != null && !connection.peerChain().isSelfIssued()
				&& !connection.generation().identity().isProvisional();
	}

	/** Whether {@code others} and this node itself, if it validates, are a quorum. */
	Criterion.Finding quorum(int others, String what) {
		int quorum = node.genesis().quorum();
		int own = node.isValidator() ? 1 : 0;
		String seen = what + " with " + others + " of " + (node.genesis().n() - own) + " other validators, quorum "
				+ quorum + " of " + node.genesis().n() + ((own == 1) ? " with itself" : "");
		return (others + own >= quorum) ? Criterion.Finding.met(seen) : Criterion.Finding.waitingFor(seen + reasons());
	}

	private String reasons() {
		return links.stream()
			.filter(link -> link.connection() == null)
			.findFirst()
			.map(link -> "; " + link.peer().id().brief() + ": " + link.waitingFor())
			.orElse("");
	}

}
