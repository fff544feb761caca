package org.web3ecosystem.bench.commit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import com.hedera.hapi.node.base.SemanticVersion;
import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import com.hedera.hapi.platform.state.PlatformState;
import com.swirlds.base.time.Time;
import com.swirlds.common.context.PlatformContext;
import com.swirlds.config.api.Configuration;
import com.swirlds.platform.builder.PlatformBuilder;
import com.swirlds.platform.builder.internal.StaticPlatformBuilder;
import com.swirlds.platform.state.service.schemas.V0540RosterBaseSchema;
import com.swirlds.platform.state.signed.StartupStateUtils;
import com.swirlds.platform.system.Platform;
import com.swirlds.platform.util.BootstrapUtils;
import com.swirlds.state.lifecycle.Schema;
import com.swirlds.state.lifecycle.StateDefinition;
import com.swirlds.state.lifecycle.StateMetadata;
import com.swirlds.state.merkle.VirtualMapState;
import com.swirlds.state.merkle.VirtualMapStateLifecycleManager;
import com.swirlds.state.spi.CommittableWritableStates;
import com.swirlds.state.spi.WritableStates;
import org.hiero.base.file.FileSystemManager;
import org.hiero.consensus.io.NoOpRecycleBin;
import org.hiero.consensus.metrics.noop.NoOpMetrics;
import org.hiero.consensus.model.node.NodeId;
import org.hiero.consensus.model.quiescence.QuiescenceCommand;
import org.hiero.consensus.platformstate.PlatformStateService;
import org.hiero.consensus.platformstate.V0540PlatformStateSchema;
import org.hiero.consensus.roster.ReadableRosterStoreImpl;
import org.hiero.consensus.roster.RosterHistory;
import org.hiero.consensus.roster.RosterStateId;
import org.hiero.consensus.roster.WritableRosterStore;
import org.hiero.consensus.state.signed.ReservedSignedState;

/** One replica put together from the engine's parts alone. */
final class BareReplica {

	private static final String APPLICATION = "bare";

	private static final SemanticVersion VERSION = SemanticVersion.newBuilder().major(1).build();

	private final Own own = new Own(new SplittableRandom());

	private final BareExecution execution;

	private final Platform platform;

	// as little of the engine as is needed, its figures go nowhere
	@SuppressWarnings("removal")
	BareReplica(Path directory, BareMember member, List<BareMember> members)
			throws IOException, GeneralSecurityException {
		Files.createDirectories(directory.resolve("tmp"));
		Configuration configuration = BareConfiguration.of(directory, member, members.size());
		BootstrapUtils.setupConstructableRegistry();
		StaticPlatformBuilder.setupGlobalMetrics(configuration);
		FileSystemManager files = new FileSystemManager(directory, directory.resolve("tmp"));
		PlatformContext context = PlatformContext.create(configuration, Time.getCurrent(), new NoOpMetrics(), files,
				new NoOpRecycleBin());
		VirtualMapStateLifecycleManager states = new VirtualMapStateLifecycleManager(context.getMetrics(),
				context.getTime(), configuration, files);
		NodeId id = NodeId.of(member.number());
		ReservedSignedState initial = StartupStateUtils
			.loadInitialState(context.getRecycleBin(), VERSION, APPLICATION, APPLICATION, id, context, states)
			.state();
		RosterHistory history = atGenesis(initial.get().getState(), roster(members));
		this.execution = new BareExecution(context.getMetrics());
		this.platform = PlatformBuilder
			.create(APPLICATION, APPLICATION, VERSION, initial, new BareHandler(own), id, APPLICATION, history, states)
			.withPlatformContext(context)
			.withConfiguration(configuration)
			.withKeysAndCerts(member.keys())
			.withExecutionLayer(execution)
			.withStaleEventCallback(event -> execution.again(event, id))
			.build();
	}

	private static Roster roster(List<BareMember> members) throws GeneralSecurityException {
		List<RosterEntry> entries = new ArrayList<>();
		for (BareMember member : members) {
			entries.add(member.entry());
		}
		return new Roster(entries);
	}

	private static RosterHistory atGenesis(VirtualMapState state, Roster roster) {
		initialize(state, PlatformStateService.NAME, new V0540PlatformStateSchema());
		initialize(state, RosterStateId.SERVICE_NAME, new V0540RosterBaseSchema());
		WritableStates platform = state.getWritableStates(PlatformStateService.NAME);
		platform.<PlatformState>getSingleton(V0540PlatformStateSchema.PLATFORM_STATE_STATE_ID)
			.put(V0540PlatformStateSchema.UNINITIALIZED_PLATFORM_STATE.copyBuilder()
				.creationSoftwareVersion(VERSION)
				.build());
		((CommittableWritableStates) platform).commit();
		WritableStates rosters = state.getWritableStates(RosterStateId.SERVICE_NAME);
		new WritableRosterStore(rosters).putActiveRoster(roster, 0);
		((CommittableWritableStates) rosters).commit();
		return new ReadableRosterStoreImpl(state.getReadableStates(RosterStateId.SERVICE_NAME)).getRosterHistory();
	}

	private static void initialize(VirtualMapState state, String service, Schema<SemanticVersion> schema) {
		for (StateDefinition<?, ?> definition : schema.statesToCreate()) {
			state.initializeState(new StateMetadata<>(service, definition));
		}
	}

	void start() {
		platform.start();
	}

	boolean isActive() {
		return execution.isActive();
	}

	boolean submit(Runnable done) {
		byte[] transaction = own.begin(done);
		if (execution.submit(transaction)) {
			return true;
		}
		own.refused(transaction);
		return false;
	}

	void rest(boolean rests) {
		platform.quiescenceCommand(rests ? QuiescenceCommand.QUIESCE : QuiescenceCommand.DONT_QUIESCE);
	}

}
