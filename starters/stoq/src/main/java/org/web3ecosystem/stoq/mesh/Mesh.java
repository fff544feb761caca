package org.web3ecosystem.stoq.mesh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.SilentPeers;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;

/** Links to every other validator of the roster that counts, and what they show. */
public final class Mesh implements SilentPeers {

	/** How often it is looked whether the roster is another. */
	private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

	/** For how long who is silent is not asked again: it is asked for every name. */
	private static final Duration KEPT = Duration.ofMillis(100);

	/**
	 * Without a sign for so long a node that does not validate is silent. It gives one
	 * each second to every validator, and answers are to be without it within 5 s.
	 */
	private static final Duration UNHEARD = Duration.ofSeconds(3);

	private final Node node;

	private final StoqTransport transport;

	private final RandomGenerator random;

	private final Duration pingEvery;

	private final PeerClocks clocks;

	private final Sightings sightings;

	private final Supplier<Roster> roster;

	private volatile boolean stopped;

	private volatile @Nullable Silence silence;

	private volatile List<Link> links = List.of();

	/** Who is silent, found then. */
	private record Silence(Set<NodeId> nodes, long at) {
	}

	/**
	 * @param sightings this node's own of those that do not validate
	 * @param roster the one that counts, asked again and again
	 */
	public Mesh(Node node, StoqTransport transport, RandomGenerator random, Duration pingEvery, PeerClocks clocks,
			Sightings sightings, Supplier<Roster> roster) {
		this.node = node;
		this.transport = transport;
		this.random = random;
		this.pingEvery = pingEvery;
		this.clocks = clocks;
		this.sightings = sightings;
		this.roster = roster;
	}

	/**
	 * Starts dialling.
	 * @param worker where redialling and pinging is planned
	 */
	void start(ScheduledExecutorService worker) {
		stopped = false;
		transport.onArrival(this::arrived);
		follow(worker);
	}

	/** On the event loop. */
	private void arrived(NodeId peer) {
		links.stream().filter(link -> link.peer().id().equals(peer)).forEach(Link::arrived);
	}

	private void follow(ScheduledExecutorService worker) {
		if (stopped || worker.isShutdown()) {
			return;
		}
		change(roster.get()
			.members()
			.stream()
			.map(member -> Peer.of(member.validator()))
			.filter(peer -> !peer.id().equals(node.id()))
			.toList(), worker);
		worker.schedule(() -> follow(worker), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Who stays at its place keeps its link. */
	private void change(List<Peer> wanted, ScheduledExecutorService worker) {
		List<Link> before = links;
		if (before.stream().map(Link::peer).toList().equals(wanted)) {
			return;
		}
		transport.expect(wanted);
		List<Link> made = new ArrayList<>();
		links = wanted.stream()
			.map(peer -> before.stream().filter(link -> link.peer().equals(peer)).findFirst().orElseGet(() -> {
				Link link = new Link(peer, transport, worker, random, pingEvery, clocks);
				made.add(link);
				return link;
			}))
			.toList();
		before.stream().filter(link -> !links.contains(link)).forEach(Link::giveUp);
		made.forEach(Link::dial);
	}

	void stop() {
		stopped = true;
		links = List.of();
	}

	private boolean validates() {
		return roster.get().has(node.id());
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
		long now = System.nanoTime();
		Silence last = silence;
		if (last == null || now - last.at > KEPT.toNanos()) {
			last = new Silence(silent(links, now), now);
			silence = last;
		}
		return last.nodes;
	}

	private Set<NodeId> silent(List<Link> all, long now) {
		Set<NodeId> silent = all.stream()
			.filter(Link::isSilent)
			.map(link -> link.peer().id())
			.collect(Collectors.toSet());
		int answering = all.size() - silent.size() + (validates() ? 1 : 0);
		if (answering < roster.get().quorum()) {
			return Set.of();
		}
		silent.addAll(silentOthers(all, now));
		return Set.copyOf(silent);
	}

	/** Of those that do not validate: not judged by one node's connections alone. */
	private Set<NodeId> silentOthers(List<Link> all, long now) {
		boolean own = validates();
		List<Report> reports = Stream
			.concat(own ? Stream.of(new Report(sightings.ages(), now)) : Stream.empty(),
					all.stream().flatMap(link -> link.report(now).stream()))
			.toList();
		return (reports.size() < roster.get().quorum()) ? Set.of()
				: Report.silent(reports, own, roster.get().f(), now, UNHEARD);
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
		int n = roster.get().n();
		int quorum = roster.get().quorum();
		int own = validates() ? 1 : 0;
		String seen = what + " with " + others + " of " + (n - own) + " other validators, quorum " + quorum + " of " + n
				+ ((own == 1) ? " with itself" : "");
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
