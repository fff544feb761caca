package org.web3ecosystem.hypermesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.conduct.ConductModule;
import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.feed.BlockFeedHandler;
import org.web3ecosystem.hypermesh.feed.BlockFill;
import org.web3ecosystem.hypermesh.feed.FeedLimits;
import org.web3ecosystem.hypermesh.feed.LedgerBlocks;
import org.web3ecosystem.hypermesh.ledger.AgeHandler;
import org.web3ecosystem.hypermesh.ledger.LedgerLimits;
import org.web3ecosystem.hypermesh.ledger.MemberLedger;
import org.web3ecosystem.hypermesh.ledger.ModuleSet;
import org.web3ecosystem.hypermesh.ledger.ObserverLedger;
import org.web3ecosystem.hypermesh.ledger.ReadHandler;
import org.web3ecosystem.hypermesh.ledger.ReplicatedLedger;
import org.web3ecosystem.hypermesh.ledger.RootHandler;
import org.web3ecosystem.hypermesh.ledger.RosterFile;
import org.web3ecosystem.hypermesh.ledger.SubmitHandler;
import org.web3ecosystem.hypermesh.ledger.Validators;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.hypermesh.name.NameModule;
import org.web3ecosystem.hypermesh.plot.Plot;
import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.plot.PlotState;
import org.web3ecosystem.hypermesh.plot.TestPlots;
import org.web3ecosystem.hypermesh.proof.Attester;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.FourProofs;
import org.web3ecosystem.hypermesh.proof.Members;
import org.web3ecosystem.hypermesh.proof.OwnChain;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.proof.ProofStatistics;
import org.web3ecosystem.hypermesh.proof.NonceHandler;
import org.web3ecosystem.hypermesh.proof.Nonces;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.proof.TimeHandler;
import org.web3ecosystem.hypermesh.proof.TimeSource;
import org.web3ecosystem.hypermesh.roster.ProofPolicy;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.BlockListener;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Call;
import org.web3ecosystem.spi.transport.FeedHandler;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.LocalEngine;
import org.web3ecosystem.spitest.consensus.RegisterModule;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;

/**
 * A federation in one process: real ledgers over an honest engine and a network in
 * memory.
 */
public final class TestFederation implements AutoCloseable {

	public static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int FIRST_PORT = 9_292;

	private final List<Member> members = new ArrayList<>();

	private final Set<NodeId> silent = ConcurrentHashMap.newKeySet();

	private final Set<NodeId> lying = ConcurrentHashMap.newKeySet();

	private final Set<NodeId> hiding = ConcurrentHashMap.newKeySet();

	private final Set<NodeId> plotless = ConcurrentHashMap.newKeySet();

	private final Map<NodeId, UnaryOperator<FeedHandler>> blocksBy = new ConcurrentHashMap<>();

	private final InMemoryNetwork network = new InMemoryNetwork();

	private final ScheduledExecutorService scheduler = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private final List<NodeKey> strangers = IntStream.range(0, 8).mapToObj(i -> NodeKey.generate()).toList();

	private final AtomicInteger observers = new AtomicInteger();

	private final Map<NodeId, Duration> wrong = new ConcurrentHashMap<>();

	private final Supplier<LedgerModule> register;

	private final List<LocalEngine> engines;

	private final Genesis genesis;

	private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);

	private final InstantSource clock = () -> Instant.now().plus(later.get());

	/** From now on it is that much later for everybody. */
	public void pass(Duration time) {
		later.updateAndGet(before -> before.plus(time));
	}

	public InstantSource clock() {
		return clock;
	}

	/** From now on a node's clock is off by that much. */
	public void setWrong(NodeId node, Duration ahead) {
		wrong.put(node, ahead);
	}

	/** From now on all the others hear nothing of a node, or something again. */
	public void silence(NodeId node, boolean is) {
		if (is) {
			silent.add(node);
		}
		else {
			silent.remove(node);
		}
	}

	/** The blocks of a node. */
	public record Blocks(BlockFeed feed, LedgerBlocks all, List<BlockListener> listeners) {

		/** Both, where the ledger has begun. */
		public void start() {
			all.start();
			all.follow();
		}

	}

	/** One node and what it has. */
	public record Member(Node node, VerifiableLedger ledger, Prover prover, FourProofs.Shared proofs, LedgerNames names,
			StakeWitness stake, TransportProvider transport, Attester attester, TimeSource time, Blocks blocks,
			ProofPolicy policy) {

		public ConsensusProvider consensus(FourProofs.Mode mode) {
			return new FourProofs(mode, proofs);
		}

	}

	public TestFederation(int n) {
		this(n, 0);
	}

	/**
	 * One whose members know different rules.
	 * @param spoken those that each of them knows
	 * @param rule makes what does something else by other rules, in place of the register
	 */
	public TestFederation(List<Protocols> spoken, Supplier<LedgerModule> rule) {
		this(spoken, 0, rule);
	}

	/**
	 * @param candidates how many other nodes may become validators
	 */
	public TestFederation(int n, int candidates) {
		this(Collections.nCopies(n, Protocols.SPOKEN), candidates, RegisterModule::new);
	}

	private TestFederation(List<Protocols> spoken, int candidates, Supplier<LedgerModule> register) {
		int n = spoken.size();
		this.register = register;
		List<NodeKey> keys = IntStream.range(0, n).mapToObj(i -> NodeKey.generate()).toList();
		this.genesis = genesis(keys);
		this.engines = LocalEngine.cluster(n + candidates, clock);
		for (int i = 0; i < n; i++) {
			Node node = node(genesis, keys.get(i), "node" + (i + 1), endpoints(i));
			Member member = member(node, engines.get(i), spoken.get(i));
			members.add(member);
			listen(member, endpoints(i));
		}
	}

	private void listen(Member member, Endpoints endpoints) {
		member.transport()
			.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoints.stoq()),
					new Inbound(List.of(new ReadHandler(member.ledger()), new SubmitHandler(member.ledger()),
							new RootHandler(member.ledger()), new AgeHandler(member.ledger()),
							new TimeHandler(member.attester(), () -> true),
							new NonceHandler(member.attester(), () -> true)), List.of())
						.with(List.of(blocks(member))));
	}

	/** From now on a validator gives other blocks than there were. */
	public void lieAboutBlocks(NodeId node) {
		lying.add(node);
	}

	/** From now on it gives none. */
	public void hideBlocks(NodeId node) {
		hiding.add(node);
	}

	/** From now on its blocks are given by what is made of the honest way. */
	public void giveBlocksBy(NodeId node, UnaryOperator<FeedHandler> way) {
		blocksBy.put(node, way);
	}

	private FeedHandler blocks(Member member) {
		NodeId id = member.node().id();
		FeedHandler honest = new BlockFeedHandler(member.blocks().feed());
		return new FeedHandler() {

			@Override
			public String method() {
				return honest.method();
			}

			@Override
			public CompletionStage<Void> handle(Call call, byte[] request, Items items) {
				if (hiding.contains(id)) {
					throw new UnavailableException("hidden");
				}
				return blocksBy.getOrDefault(id, UnaryOperator.identity())
					.apply(honest)
					.handle(call, request, lying.contains(id) ? item -> items.send(changed(item)) : items);
			}

		};
	}

	/** Accepted becomes refused, or the other way round, or something else. */
	private static byte[] changed(byte[] item) {
		byte[] other = item.clone();
		other[other.length / 2] ^= 1;
		return other;
	}

	/**
	 * A node that does not validate and may come to: its engine's id is the number of the
	 * first that is added. It is no {@link #member}.
	 * @param rosters where it keeps what it learns
	 */
	public Member candidate(String name, NodeKey key, ConsensusEngine engine, Path rosters) {
		Endpoints endpoints = endpoints(members.size() + 5);
		Node node = node(genesis, key, name, endpoints);
		TransportProvider transport = network.node(node.id());
		ProofVerifier proofs = new ProofVerifier(genesis);
		Validators validators = new Validators(node, transport);
		ObserverLedger observer = new ObserverLedger(key, genesis, validators::servers, proofs, limits(),
				new SecureRandom(), scheduler, executor);
		MemberLedger ledger = new MemberLedger(
				new MemberLedger.Parts(node.id(), observer, proofs.rosters(), new RosterFile(rosters), engine,
						() -> new ReplicatedLedger(new ReplicatedLedger.Parts(node, engine, modules(),
								new BundleVerifier(genesis, new ProofVerifier(genesis)), validators, limits(),
								new SecureRandom(), scheduler, executor)),
						scheduler, () -> System.nanoTime() + later.get().toNanos()));
		Member member = member(node, ledger, transport, new BundleVerifier(genesis, proofs));
		listen(member, endpoints);
		return member;
	}

	public static Genesis genesis(List<NodeKey> keys) {
		List<Validator> validators = IntStream.range(0, keys.size())
			.mapToObj(i -> new Validator("node" + (i + 1), i + 1, keys.get(i).publicKey().getEncoded(),
					new byte[] { 1 }, endpoints(i), 100))
			.toList();
		return new Genesis(new ChainId("local-0123456789abcdef"), "local", "local.internal",
				Instant.parse("2026-01-01T00:00:00Z"), Genesis.PROTOCOL_VERSION, List.of(AssetModule.NAME,
						ConductModule.NAME, NameModule.NAME, PlotModule.NAME, RegisterModule.NAME, RosterModule.NAME),
				validators, new byte[] { 2 });
	}

	public static ModuleSet modules(Genesis genesis) {
		return modules(genesis, List.of(), new RegisterModule());
	}

	/**
	 * @param others nodes that do not validate and have a plot
	 */
	private static ModuleSet modules(Genesis genesis, List<NodeId> others, LedgerModule register) {
		List<NodeId> nodes = Stream.concat(genesis.validators().stream().map(Validator::id), others.stream()).toList();
		return ModuleSet.of(genesis,
				List.of(new AssetModule(), new ConductModule(genesis, TestEvidence.VERIFIER), new NameModule(genesis),
						TestPlots.registered(genesis.chainId(), nodes), register, new RosterModule(genesis)));
	}

	public static Node node(Genesis genesis, NodeKey key, String name, Endpoints endpoints) {
		return new Node(name, key, Path.of("."), List.of(InetAddress.getLoopbackAddress()), endpoints, genesis);
	}

	public static Endpoints endpoints(int index) {
		return new Endpoints(List.of("127.0.0.1"), FIRST_PORT + 100 * index, 9_392 + 100 * index, 8_053 + 100 * index,
				8_080 + 100 * index, 8_443 + 100 * index);
	}

	/** A candidate has none. */
	private PlotState plot(NodeId node) {
		if (plotless.contains(node)) {
			return new PlotState.Waiting("its plot is lost");
		}
		return genesis.validator(node).isPresent() || strangers.stream().anyMatch(key -> key.id().equals(node))
				? new PlotState.Ready(TestPlots.of(genesis.chainId(), node)) : new PlotState.Waiting("it has no plot");
	}

	private ModuleSet modules() {
		return modules(genesis, strangers.stream().map(NodeKey::id).toList(), register.get());
	}

	private Member member(Node node, ConsensusEngine engine, Protocols spoken) {
		TransportProvider transport = network.node(node.id());
		ProofVerifier proofs = new ProofVerifier(new Rosters(genesis, spoken));
		BundleVerifier bundles = new BundleVerifier(genesis, proofs);
		VerifiableLedger ledger = new ReplicatedLedger(new ReplicatedLedger.Parts(node, engine, modules(), bundles,
				new Validators(node, transport), limits(), new SecureRandom(), scheduler, executor));
		return member(node, ledger, transport, bundles);
	}

	private Member member(Node node, VerifiableLedger ledger, TransportProvider transport, BundleVerifier bundles) {
		StakeWitness stake = new StakeWitness();
		ProofPolicy policy = new ProofPolicy(ledger, clock, scheduler, () -> Duration.ofMillis(20));
		Attester attester = new Attester(node.key(), node.genesis(), ledger::epoch,
				() -> clock.instant().plus(wrong.getOrDefault(node.id(), Duration.ZERO)), Duration.ofMillis(500),
				new Nonces(new SecureRandom(), System::nanoTime), known(ledger, policy));
		ProofStatistics statistics = new ProofStatistics();
		TimeSource time = new Members(node.id(), attester, bundles.rosters(), new Validators(node, transport)::ask,
				Duration.ofSeconds(1), () -> plot(node.id()), statistics);
		Prover prover = new Prover(node.key(), node.genesis(),
				new Prover.Sources(ledger::height, ledger::epoch, stake, time,
						new OwnChain(() -> ledger.newestBundle(node.id())), statistics, policy::toMake),
				new SecureRandom(), executor);
		FourProofs.Shared shared = new FourProofs.Shared(prover, bundles, ledger::height, executor, statistics,
				policy::toTake);
		LedgerNames names = new LedgerNames(node, ledger, ledger::readiness, prover::prove, () -> Set.copyOf(silent),
				clock);
		return new Member(node, ledger, prover, shared, names, stake, transport, attester, time,
				blocks(ledger, new Validators(node, transport)), policy);
	}

	private Attester.Known known(VerifiableLedger ledger, ProofPolicy policy) {
		return new Attester.Known() {

			@Override
			public Optional<Plot> plot(NodeId node) {
				return Optional.of(TestPlots.of(genesis.chainId(), node).plot());
			}

			@Override
			public boolean isSpared(NodeId node) {
				return policy.toTake() != ProofLevel.FOUR && ledger.hasStake(genesis, node);
			}

		};
	}

	/** From now on a node's plot is lost, as it cannot be read. */
	public void losePlot(NodeId node) {
		plotless.add(node);
	}

	/** In a directory of their own, begun with {@link #start()} or by hand. */
	private Blocks blocks(VerifiableLedger ledger, Validators validators) {
		return blocks(ledger, validators, directory());
	}

	/** The same in a directory that there is. */
	public Blocks blocks(VerifiableLedger ledger, Validators validators, Path directory) {
		BlockFeed feed = new BlockFeed(directory, new FeedLimits(100_000, 64 << 20, 4, Duration.ofSeconds(2)),
				executor);
		List<BlockListener> listeners = new CopyOnWriteArrayList<>();
		BlockFill fill = new BlockFill(feed, ledger, validators, Duration.ofMillis(100), Duration.ofSeconds(2),
				scheduler, executor);
		return new Blocks(feed, new LedgerBlocks(ledger, feed, fill, () -> listeners, scheduler, executor), listeners);
	}

	private static Path directory() {
		try {
			Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "blocks");
			directory.toFile().deleteOnExit();
			return directory;
		}
		catch (IOException failed) {
			throw new UncheckedIOException(failed);
		}
	}

	public ExecutorService executor() {
		return executor;
	}

	/** A node that does not validate. */
	public Member observer(String name) {
		Node node = node(genesis, strangers.get(observers.getAndIncrement()), name, endpoints(members.size() + 5));
		TransportProvider transport = network.node(node.id());
		ProofVerifier proofs = new ProofVerifier(genesis);
		ObserverLedger ledger = new ObserverLedger(node.key(), node.genesis(), new Validators(node, transport)::servers,
				proofs, limits(), new SecureRandom(), scheduler, executor);
		return member(node, ledger, transport, new BundleVerifier(genesis, proofs));
	}

	public static LedgerLimits limits() {
		return new LedgerLimits(Duration.ofSeconds(20), 64, Duration.ofSeconds(2), Duration.ofMillis(100));
	}

	public TestFederation start() {
		members.forEach(member -> member.blocks().all().start());
		members.forEach(member -> member.ledger().start());
		members.forEach(member -> member.blocks().all().follow());
		await(() -> members.stream().allMatch(member -> member.ledger().readiness().isAccepted()),
				() -> "not all ready");
		return this;
	}

	public Member member(int index) {
		return members.get(index);
	}

	public List<Member> members() {
		return members;
	}

	public Genesis genesis() {
		return genesis;
	}

	public InMemoryNetwork network() {
		return network;
	}

	public LocalEngine engine(int index) {
		return engines.get(index);
	}

	public ScheduledExecutorService scheduler() {
		return scheduler;
	}

	@Override
	public void close() {
		members.forEach(member -> member.ledger().close());
		members.forEach(member -> member.blocks().all().close());
		scheduler.shutdownNow();
		executor.shutdown();
	}

	/** Polls until the condition holds. */
	public static void await(BooleanSupplier condition, Supplier<String> state) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("not within " + PATIENCE + ": " + state.get());
			}
			LockSupport.parkNanos(5_000_000);
		}
	}

}
