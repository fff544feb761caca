package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import com.hedera.hapi.node.base.SemanticVersion;
import com.hedera.hapi.node.state.roster.Roster;
import com.swirlds.base.time.Time;
import com.swirlds.common.context.PlatformContext;
import com.swirlds.component.framework.WiringConfig;
import com.swirlds.component.framework.model.WiringModel;
import com.swirlds.component.framework.model.WiringModelBuilder;
import com.swirlds.component.framework.wires.input.NoInput;
import com.swirlds.config.api.Configuration;
import com.swirlds.metrics.api.Metrics;
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
import com.swirlds.state.merkle.VirtualMapState;
import org.hiero.base.file.FileSystemManager;
import org.hiero.base.file.FileUtils;
import org.hiero.consensus.io.NoOpRecycleBin;
import org.hiero.consensus.metrics.noop.NoOpMetrics;
import org.hiero.consensus.model.node.KeysAndCerts;
import org.hiero.consensus.model.node.NodeId;
import org.hiero.consensus.model.notification.IssNotification;
import org.hiero.consensus.model.quiescence.QuiescenceCommand;
import org.hiero.consensus.roster.ReadableRosterStoreImpl;
import org.hiero.consensus.roster.RosterHistory;
import org.hiero.consensus.roster.RosterStateId;
import org.hiero.consensus.state.signed.ReservedSignedState;
import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hashgraph.evidence.EquivocationWatch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * One running engine. Built on its directory, started, and stopped in the order that
 * leaves its ports free; never used twice.
 */
final class Replica {

	private static final System.Logger log = System.getLogger(HashgraphEngine.class.getName());

	/** Part of the path of saved states. */
	private static final String APPLICATION = "hypermesh";

	private static final SemanticVersion VERSION = SemanticVersion.newBuilder().major(1).build();

	/** Building one reaches a hasher of the engine that is static and not thread-safe. */
	private static final Object BUILDING = new Object();

	/** How long after {@code init} a federation may start for the first time at once. */
	private static final Duration NEW = Duration.ofMinutes(10);

	/** Tells this process's folders from those of one before; process ids repeat. */
	private static final String PROCESS = UUID.randomUUID().toString();

	private static final AtomicInteger REPLICAS = new AtomicInteger();

	private static final int POOL_THREADS = 8;

	private static final long PORT_PATIENCE_NANOS = 2_300_000_000L;

	private static final long SNAPSHOT_PATIENCE_NANOS = 300_000_000L;

	private static final long POOL_PATIENCE_MILLIS = 200;

	private static final long POOL_KEEPALIVE_SECONDS = 2;

	private final Node node;

	private final boolean restarted;

	private final PlatformBuildingBlocks blocks;

	private final Platform platform;

	private final ForkJoinPool pool;

	private final Snapshots snapshots;

	private final CommittedStates states;

	private final Outbox outbox;

	private final Quiescence quiescence;

	private final Execution execution;

	private final EquivocationWatch watch;

	private Replica(Node node, boolean restarted, PlatformBuildingBlocks blocks, Platform platform, ForkJoinPool pool,
			Snapshots snapshots, CommittedStates states, Outbox outbox, Quiescence quiescence, Execution execution,
			EquivocationWatch watch) {
		this.node = node;
		this.restarted = restarted;
		this.blocks = blocks;
		this.platform = platform;
		this.pool = pool;
		this.snapshots = snapshots;
		this.states = states;
		this.outbox = outbox;
		this.quiescence = quiescence;
		this.execution = execution;
		this.watch = watch;
	}

	static Replica build(Node node, HashgraphSettings settings, Map<String, String> overrides,
			LedgerApplication application, Progress progress) {
		synchronized (BUILDING) {
			return new Construction(node, settings, overrides, application, progress).build();
		}
	}

	/** Everything that is needed once, while a replica is put together. */
	private static final class Construction {

		private final Node node;

		private final Validator self;

		private final HashgraphSettings settings;

		private final Map<String, String> overrides;

		private final LedgerApplication application;

		private final Progress progress;

		private final SecureRandom random = new SecureRandom();

		private final Path directory;

		/** Never that of another replica, which may still be writing its last state. */
		private final Path temporary;

		Construction(Node node, HashgraphSettings settings, Map<String, String> overrides,
				LedgerApplication application, Progress progress) {
			this.node = node;
			this.self = node.genesis()
				.validator(node.id())
				.orElseThrow(() -> new IllegalStateException(node.name() + " is not a validator"));
			this.settings = settings;
			this.overrides = overrides;
			this.application = application;
			this.progress = progress;
			this.directory = node.home().resolve("hashgraph").resolve("engine");
			this.temporary = directory.resolve("tmp").resolve(PROCESS + "-" + REPLICAS.incrementAndGet());
		}

		// the engine's figures go nowhere; ours are in Progress
		@SuppressWarnings("removal")
		Replica build() {
			Roster roster = Rosters.of(node.genesis());
			KeysAndCerts keys = GossipKeys.load(node.home(), Rosters.certificate(self), random);
			requireFreePort();
			boolean fresh = prepareDirectory();
			Configuration configuration = EngineConfiguration.of(node, self.engineId(), directory, temporary, settings,
					fresh, password(), overrides);
			BootstrapUtils.setupConstructableRegistry();
			StaticPlatformBuilder.setupGlobalMetrics(configuration);
			examineMachineOnce(configuration);
			Metrics metrics = new NoOpMetrics();
			FileSystemManager files = new FileSystemManager(directory, temporary);
			PlatformContext context = PlatformContext.create(configuration, Time.getCurrent(), metrics, files,
					new NoOpRecycleBin());
			CommittedStates states = new CommittedStates(metrics, Time.getCurrent(), configuration, files);
			return assemble(roster, keys, configuration, context, states);
		}

		private Replica assemble(Roster roster, KeysAndCerts keys, Configuration configuration, PlatformContext context,
				CommittedStates states) {
			NodeId id = NodeId.of(self.engineId());
			String swirld = node.genesis().chainId().value();
			ReservedSignedState initial = StartupStateUtils
				.loadInitialState(context.getRecycleBin(), VERSION, APPLICATION, swirld, id, context, states)
				.state();
			boolean genesis = initial.get().isGenesisState();
			RosterHistory history = rosterHistory(initial.get().getState(), roster, genesis);
			AtomicReference<@Nullable Platform> late = new AtomicReference<>();
			Outbox outbox = new Outbox(settings, random::nextLong, System::nanoTime, Time.getCurrent());
			Quiescence quiescence = new Quiescence(settings, outbox, System::nanoTime,
					command -> command(late.get(), command));
			Execution execution = new Execution(outbox, quiescence, progress);
			RoundHandler handler = new RoundHandler(application, outbox, quiescence, progress);
			ForkJoinPool pool = pool();
			EquivocationWatch watch = new EquivocationWatch(roster, application::misbehaviour, Time.getCurrent());
			PlatformComponentBuilder builder = PlatformBuilder
				.create(APPLICATION, swirld, VERSION, initial, handler, id, Long.toString(self.engineId()), history,
						states)
				.withPlatformContext(context)
				.withConfiguration(configuration)
				.withKeysAndCerts(keys)
				.withExecutionLayer(execution)
				.withModel(model(configuration, context, pool))
				.withStaleEventCallback(event -> execution.stale(event, self.engineId()))
				.buildComponentBuilder();
			PlatformBuildingBlocks blocks = builder.getBuildingBlocks();
			Snapshots snapshots = new Snapshots(
					new DefaultStateSnapshotManager(context, APPLICATION, id, swirld, states));
			Platform platform = builder.withBranchDetector(watch)
				.withBranchReporter(watch)
				.withStateSnapshotManager(snapshots)
				.withIssHandler(new DefaultIssHandler(context, (message, cause, code) -> progress.fail(message, cause),
						blocks.issScratchpad()))
				.build();
			late.set(platform);
			platform.getNotificationEngine().register(IssListener.class, this::stateMismatch);
			progress.committed(states.round(), states.consensusTime());
			states.listen(handler::readable, state -> {
				progress.committed(states.round(), states.consensusTime());
				application.restored(state);
			});
			return new Replica(node, !genesis, blocks, platform, pool, snapshots, states, outbox, quiescence, execution,
					watch);
		}

		private static void command(@Nullable Platform platform, QuiescenceCommand command) {
			if (platform != null) {
				platform.quiescenceCommand(command);
			}
		}

		/** As the engine makes one, but its threads end when there is nothing to do. */
		private static ForkJoinPool pool() {
			return new ForkJoinPool(POOL_THREADS, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true, 0,
					Math.max(POOL_THREADS, 256), 1, null, POOL_KEEPALIVE_SECONDS, TimeUnit.SECONDS);
		}

		private static WiringModel model(Configuration configuration, PlatformContext context, ForkJoinPool pool) {
			return WiringModelBuilder.create(context.getMetrics(), context.getTime())
				.withDefaultPool(pool)
				.withWiringConfig(configuration.getConfigData(WiringConfig.class))
				.build();
		}

		/**
		 * The engine examines the machine (clock, entropy, disk) before the first replica
		 * of a process, for more than a second, and logs what it finds; nothing waits for
		 * that.
		 */
		private void examineMachineOnce(Configuration configuration) {
			Thread.ofPlatform()
				.daemon()
				.name("hashgraph-examine")
				.start(() -> StaticPlatformBuilder.doStaticSetup(configuration, format()));
		}

		/** The mark that the engine ran here, and in which layout. */
		private Path format() {
			return directory.resolve("format");
		}

		/** The roster in the state must be that of the genesis document: epoch 0. */
		private static RosterHistory rosterHistory(VirtualMapState state, Roster roster, boolean genesis) {
			if (genesis) {
				LedgerMap.atGenesis(state, roster, VERSION);
			}
			RosterHistory history = new ReadableRosterStoreImpl(state.getReadableStates(RosterStateId.SERVICE_NAME))
				.getRosterHistory();
			if (!history.getCurrentRoster().equals(roster)) {
				throw new IllegalStateException("the saved state has another roster than the genesis document: roster "
						+ "changes are not built yet");
			}
			return history;
		}

		/**
		 * Whether the engine never ran here. In a federation that is not new, an empty
		 * directory is a lost one rather than a first start.
		 */
		private boolean prepareDirectory() {
			try {
				boolean fresh = !Files.exists(directory) && age().compareTo(NEW) < 0;
				Files.createDirectories(directory.resolve("tmp"));
				removeLeftovers(directory.resolve("tmp"));
				Files.createDirectory(temporary);
				Files.writeString(format(), "1\n");
				return fresh;
			}
			catch (IOException failure) {
				throw new IllegalStateException("could not make " + directory, failure);
			}
		}

		private Duration age() {
			return Duration.between(node.genesis().createdAt(), Time.getCurrent().now());
		}

		/** What another process left, which does not run any more: the node is locked. */
		private static void removeLeftovers(Path directory) throws IOException {
			try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory,
					path -> !path.getFileName().toString().startsWith(PROCESS))) {
				for (Path leftover : leftovers) {
					FileUtils.deleteDirectory(leftover);
				}
			}
		}

		private void requireFreePort() {
			int port = node.endpoints().gossip();
			if (!isFree(node.bind(), port)) {
				throw new IllegalStateException(
						"the gossip port " + node.bind().getHostAddress() + ":" + port + " is taken");
			}
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
				case OTHER_ISS ->
					log.log(Level.WARNING, "state mismatch of a peer node={0} round={1}", node.name(), round);
				case SELF_ISS ->
					progress.fail("this replica's state of round " + round + " differs from the agreed one", null);
				case CATASTROPHIC_ISS -> progress.fail("no state of round " + round + " has a majority", null);
			}
		}

	}

	/**
	 * Shows the application what was saved, replays what came after, then gossips. Blocks
	 * while replaying.
	 */
	void start(LedgerApplication application) {
		if (restarted) {
			application.restored(LedgerMap.readOnly(states.getLatestImmutableState()));
		}
		platform.start();
	}

	/** Whether it was taken. */
	boolean submit(byte[] transaction) {
		if (!execution.isHealthy() || !outbox.offer(transaction)) {
			return false;
		}
		quiescence.submitted();
		return true;
	}

	Optional<byte[]> read(byte[] key) {
		return states.read(key);
	}

	void tick(Progress progress) {
		quiescence.tick(progress.platform(), progress.platformSinceNanos());
	}

	EquivocationWatch watch() {
		return watch;
	}

	/** The engine's parts, for tests that play a liar. */
	PlatformBuildingBlocks blocks() {
		return blocks;
	}

	boolean isAsleep() {
		return quiescence.isAsleep();
	}

	int waiting() {
		return outbox.size();
	}

	/**
	 * Gossip first, and the rest only once its port is free; destroying alone would leave
	 * it bound. No thread of the engine is interrupted, since one of them then ends the
	 * process.
	 */
	void stop() {
		blocks.platformComponents().gossipModule().stopInputWire().put(NoInput.getInstance());
		long deadline = System.nanoTime() + PORT_PATIENCE_NANOS;
		while (!isFree(node.bind(), node.endpoints().gossip()) && System.nanoTime() < deadline) {
			LockSupport.parkNanos(10_000_000);
		}
		platform.getNotificationEngine().shutdown();
		blocks.platformCoordinator().stop();
		if (!snapshots.stop(SNAPSHOT_PATIENCE_NANOS)) {
			log.log(Level.WARNING, "snapshot given up node={0}", node.name());
		}
		// not shut down: what still arrives would be an error; its threads end when idle
		pool.awaitQuiescence(POOL_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
	}

	private static boolean isFree(InetAddress address, int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(address, port));
			return true;
		}
		catch (IOException taken) {
			return false;
		}
	}

}
