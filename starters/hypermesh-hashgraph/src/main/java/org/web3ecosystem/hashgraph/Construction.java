package org.web3ecosystem.hashgraph;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import com.hedera.hapi.node.base.SemanticVersion;
import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import com.swirlds.base.time.Time;
import com.swirlds.common.context.PlatformContext;
import com.swirlds.component.framework.WiringConfig;
import com.swirlds.component.framework.model.WiringModel;
import com.swirlds.component.framework.model.WiringModelBuilder;
import com.swirlds.config.api.Configuration;
import com.swirlds.platform.builder.PlatformBuilder;
import com.swirlds.platform.builder.PlatformBuildingBlocks;
import com.swirlds.platform.builder.PlatformComponentBuilder;
import com.swirlds.platform.builder.internal.StaticPlatformBuilder;
import com.swirlds.platform.state.iss.internal.DefaultIssHandler;
import com.swirlds.platform.state.signed.StartupStateUtils;
import com.swirlds.platform.state.snapshot.DefaultStateSnapshotManager;
import com.swirlds.platform.system.Platform;
import com.swirlds.platform.system.state.notifications.IssListener;
import com.swirlds.platform.util.BootstrapUtils;
import com.swirlds.state.BinaryState;
import com.swirlds.state.State;
import com.swirlds.state.merkle.VirtualMapState;
import org.hiero.base.file.FileSystemManager;
import org.hiero.consensus.io.NoOpRecycleBin;
import org.hiero.consensus.metrics.noop.NoOpMetrics;
import org.hiero.consensus.model.node.KeysAndCerts;
import org.hiero.consensus.model.node.NodeId;
import org.hiero.consensus.model.notification.IssNotification;
import org.hiero.consensus.model.quiescence.QuiescenceCommand;
import org.hiero.consensus.roster.RosterHistory;
import org.hiero.consensus.state.signed.ReservedSignedState;
import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hashgraph.evidence.EquivocationWatch;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.LedgerApplication;

/**
 * Puts one {@link Replica} together. Only one at a time in a process: building reaches a
 * hasher of the engine that is static and not thread-safe.
 */
final class Construction {

	private static final System.Logger log = System.getLogger(HashgraphEngine.class.getName());

	/** Part of the path of saved states. */
	private static final String APPLICATION = "hypermesh";

	private static final SemanticVersion VERSION = SemanticVersion.newBuilder().major(1).build();

	private static final int POOL_THREADS = 8;

	private static final int POOL_MAX_THREADS = 256;

	private static final long POOL_KEEPALIVE_SECONDS = 2;

	private final Node node;

	private final Gossip gossip;

	private final HashgraphSettings settings;

	private final Map<String, String> overrides;

	private final LedgerApplication application;

	private final Progress progress;

	private final EpochListener epochs;

	private final Membership known;

	private final SavedStates saved;

	private boolean goesOn;

	private final SecureRandom random = new SecureRandom();

	private final EngineDirectory directory;

	private final NodeId id;

	private final String swirld;

	private final AtomicReference<@Nullable Platform> platform = new AtomicReference<>();

	private final Outbox outbox;

	private final Quiescence quiescence;

	/**
	 * What stays the same from one replica of an engine to the next.
	 *
	 * @param overrides other values of the engine's settings, for tests
	 */
	record Host(Node node, Gossip gossip, HashgraphSettings settings, Map<String, String> overrides,
			LedgerApplication application, Progress progress, Outbox outbox) {
	}

	/** A state and what keeps it and those after it. */
	private record Loaded(ReservedSignedState initial, CommittedStates states) {
	}

	private Construction(Host host, EpochListener epochs, Membership known, boolean goesOn) {
		this.node = host.node();
		this.gossip = host.gossip();
		this.settings = host.settings();
		this.overrides = host.overrides();
		this.application = host.application();
		this.progress = host.progress();
		this.epochs = epochs;
		this.known = known;
		this.directory = EngineDirectory.of(node);
		this.id = NodeId.of(known.engineId());
		this.swirld = node.genesis().chainId().value();
		this.saved = directory.states(APPLICATION, id.id(), swirld);
		this.goesOn = goesOn;
		this.outbox = host.outbox();
		this.quiescence = new Quiescence(settings, outbox, System::nanoTime, this::command);
	}

	/**
	 * @param goesOn whether a replica of this process has just ended its epoch: what it
	 * created is in its journal, and its state is what the application left
	 */
	static Holder build(Host host, EpochListener epochs, Membership known, boolean goesOn) {
		synchronized (Epochs.HASHER) {
			return new Construction(host, epochs, known, goesOn).build();
		}
	}

	// the engine's figures go nowhere; ours are in Progress
	@SuppressWarnings("removal")
	private Holder build() {
		if (!directory.exists()) {
			// said before anything is written
			keys(known.roster());
		}
		boolean fresh = directory.prepare(node.genesis().createdAt(), Time.getCurrent().now());
		forgetTorn();
		if (!goesOn) {
			// before its state is read, which may be older than the last replica's
			progress.starting();
		}
		EngineConfiguration.Listening listening = listening(fresh);
		Configuration configuration = configuration(Map.of(), listening);
		BootstrapUtils.setupConstructableRegistry();
		StaticPlatformBuilder.setupGlobalMetrics(configuration);
		examineMachineOnce(configuration);
		FileSystemManager files = new FileSystemManager(directory.path(), directory.temporary());
		EngineTime time = EngineTime.of(directory.path(), Time.getCurrent());
		PlatformContext context = PlatformContext.create(configuration, time, new NoOpMetrics(), files,
				new NoOpRecycleBin());
		// a state that this process has just saved is not doubted
		return assemble(context, listening, goesOn ? load(context) : saved.load(() -> load(context)));
	}

	/**
	 * Without its last state a replica does not go on where the one before it ended. In a
	 * later epoch its journal says nothing without any state; in that of genesis it may
	 * be whole.
	 */
	private void forgetTorn() {
		if (!saved.putTornAside()) {
			return;
		}
		goesOn = false;
		if (saved.isEmpty() && !known.epoch().equals(Epoch.GENESIS)) {
			directory.discard();
		}
	}

	private Loaded load(PlatformContext context) {
		CommittedStates states = new CommittedStates(context.getMetrics(), context.getTime(),
				context.getConfiguration(), context.getFileSystemManager());
		return new Loaded(StartupStateUtils
			.loadInitialState(context.getRecycleBin(), VERSION, APPLICATION, swirld, id, context, states)
			.state(), states);
	}

	private Configuration configuration(Map<Long, InetSocketAddress> elsewhere,
			EngineConfiguration.Listening listening) {
		return EngineConfiguration.of(id.id(), known.roster().rosterEntries().size(), gossip.port(), elsewhere,
				directory, settings, listening, password(), overrides);
	}

	/**
	 * Where the members are dialled is known only once the state has told who they are.
	 */
	private PlatformContext gossiping(PlatformContext context, Roster roster, EngineConfiguration.Listening listening) {
		Map<Long, InetSocketAddress> elsewhere = gossip
			.begin(roster.rosterEntries().stream().map(RosterEntry::nodeId).collect(Collectors.toSet()));
		return elsewhere.isEmpty() ? context : PlatformContext.create(configuration(elsewhere, listening),
				context.getTime(), context.getMetrics(), context.getFileSystemManager(), context.getRecycleBin());
	}

	/**
	 * In a later epoch nobody begins with nothing: a replica without a state waits for
	 * one, and creates nothing before, however long its peers cannot be reached.
	 */
	private EngineConfiguration.Listening listening(boolean fresh) {
		if (goesOn) {
			return EngineConfiguration.Listening.NOT;
		}
		if (!known.epoch().equals(Epoch.GENESIS)) {
			return saved.isEmpty() ? EngineConfiguration.Listening.FOR_A_STATE
					: EngineConfiguration.Listening.FOR_A_WHILE;
		}
		return fresh ? EngineConfiguration.Listening.NOT : EngineConfiguration.Listening.FOR_A_WHILE;
	}

	private Holder assemble(PlatformContext loading, EngineConfiguration.Listening listening, Loaded loaded) {
		ReservedSignedState initial = loaded.initial();
		CommittedStates states = loaded.states();
		boolean genesis = initial.get().isGenesisState();
		boolean seen = progress.round().number() > 0;
		VirtualMapState state = initial.get().getState();
		RosterHistory history = rosterHistory(state, genesis);
		Roster roster = history.getCurrentRoster();
		Epoch epoch = Epochs.of((BinaryState) state);
		progress.committed(states.round(), states.consensusTime());
		if (Rosters.entry(roster, id.id()).isEmpty()) {
			gossip.end();
			return new Retired(states, epoch, roster.rosterEntries().size());
		}
		PlatformContext context = gossiping(loading, roster, listening);
		Execution execution = new Execution(outbox, quiescence, progress, () -> epochs.ended(epoch));
		EquivocationWatch watch = new EquivocationWatch(roster, application::misbehaviour, Time.getCurrent());
		RoundHandler handler = new RoundHandler(application, outbox, quiescence, progress,
				received -> compare(roster, epoch, received), gossip::learn, states::isLost);
		handler.epochEnds(Epochs.isPending(state));
		ForkJoinPool pool = pool();
		EngineFailures failures = new EngineFailures(node.name(), states::isLost,
				failure -> epochs.cannotWrite(epoch, failure));
		PlatformComponentBuilder builder = PlatformBuilder
			.create(APPLICATION, swirld, VERSION, initial, handler, id, Long.toString(id.id()), history, states)
			.withPlatformContext(context)
			.withConfiguration(context.getConfiguration())
			.withKeysAndCerts(keys(roster))
			.withExecutionLayer(execution)
			.withModel(model(context, pool, failures))
			.withStaleEventCallback(event -> execution.stale(event, id.id()))
			.buildComponentBuilder();
		Snapshots snapshots = new Snapshots(new DefaultStateSnapshotManager(context, APPLICATION, id, swirld, states),
				failures::notSaved);
		PlatformBuildingBlocks blocks = builder.getBuildingBlocks();
		Platform built = build(builder, context, snapshots, watch);
		states.listen(handler::readable, received -> {
			handler.epochEnds(Epochs.isPending(states.getMutableState()));
			progress.committed(states.round(), states.consensusTime());
			handler.restored(received);
		});
		return new Replica(new Replica.Parts(node, gossip.port(), !goesOn && (!genesis || seen), epoch, roster, blocks,
				built, pool, snapshots, states, failures, outbox, quiescence, execution, watch));
	}

	private KeysAndCerts keys(Roster roster) {
		RosterEntry self = Rosters.entry(roster, id.id())
			.orElseThrow(() -> new IllegalStateException(node.name() + " is not a validator"));
		return GossipKeys.load(node.home(), Rosters.certificate(self), random);
	}

	/**
	 * A state that came from a peer may be of another epoch, also of one with the same
	 * roster.
	 */
	private void compare(Roster own, Epoch epoch, State received) {
		Roster theirs = Epochs.roster(received);
		Epoch newer = Epochs.of((BinaryState) received);
		if (!theirs.equals(own) || !newer.equals(epoch)) {
			epochs.overtaken(new Membership(id.id(), theirs, newer));
		}
	}

	private Platform build(PlatformComponentBuilder builder, PlatformContext context, Snapshots snapshots,
			EquivocationWatch watch) {
		Platform built = builder.withBranchDetector(watch)
			.withBranchReporter(watch)
			.withStateSnapshotManager(snapshots)
			// the engine's own handler would end the process
			.withIssHandler(new DefaultIssHandler(context, (message, cause, code) -> progress.fail(message, cause),
					builder.getBuildingBlocks().issScratchpad()))
			.build();
		built.getNotificationEngine().register(IssListener.class, this::stateMismatch);
		platform.set(built);
		return built;
	}

	private void command(QuiescenceCommand command) {
		Platform built = platform.get();
		if (built != null) {
			built.quiescenceCommand(command);
		}
	}

	/** As the engine makes one, but its threads end when there is nothing to do. */
	private static ForkJoinPool pool() {
		return new ForkJoinPool(POOL_THREADS, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true, 0,
				POOL_MAX_THREADS, 1, null, POOL_KEEPALIVE_SECONDS, TimeUnit.SECONDS);
	}

	private WiringModel model(PlatformContext context, ForkJoinPool pool, EngineFailures failures) {
		return new DozingModel(WiringModelBuilder.create(context.getMetrics(), context.getTime())
			.withDefaultPool(pool)
			.withUncaughtExceptionHandler(failures)
			.withWiringConfig(context.getConfiguration().getConfigData(WiringConfig.class))
			.build(), quiescence::isAsleep, System::nanoTime);
	}

	/**
	 * The engine examines the machine (clock, entropy, disk) before the first replica of
	 * a process, for more than a second, and logs what it finds; nothing waits for that.
	 */
	private void examineMachineOnce(Configuration configuration) {
		Thread.ofPlatform()
			.daemon()
			.name("hashgraph-examine")
			.start(() -> StaticPlatformBuilder.doStaticSetup(configuration, directory.format()));
	}

	/** The roster in the state of epoch 0 must be that of the genesis document. */
	private RosterHistory rosterHistory(VirtualMapState state, boolean genesis) {
		if (genesis) {
			LedgerMap.atGenesis(state, known.roster(), known.epoch(), VERSION);
		}
		RosterHistory history = Epochs.adopt(state);
		if (Epochs.of((BinaryState) state).equals(known.epoch())
				&& !history.getCurrentRoster().equals(known.roster())) {
			throw new IllegalStateException(
					"the saved state has another roster in epoch " + known.epoch().number() + " than this node knows");
		}
		return history;
	}

	/** For key stores in memory that nobody else opens. */
	private String password() {
		byte[] bytes = new byte[24];
		random.nextBytes(bytes);
		return "Aa1!" + Base64.getUrlEncoder().encodeToString(bytes);
	}

	private void stateMismatch(IssNotification notification) {
		long round = notification.getRound();
		switch (notification.getIssType()) {
			// the engine does not say whose it is
			case OTHER_ISS -> log.log(Level.WARNING, "state mismatch of a peer node={0} round={1}", node.name(), round);
			case SELF_ISS ->
				progress.fail("this replica's state of round " + round + " differs from the agreed one", null);
			case CATASTROPHIC_ISS -> progress.fail("no state of round " + round + " has a majority", null);
		}
	}

}
