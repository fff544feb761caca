package org.web3ecosystem.hashgraph;

import java.util.Optional;

import com.hedera.hapi.node.base.SemanticVersion;
import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.platform.state.PlatformState;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import com.swirlds.platform.state.service.schemas.V0540RosterBaseSchema;
import com.swirlds.state.BinaryState;
import com.swirlds.state.State;
import com.swirlds.state.lifecycle.Schema;
import com.swirlds.state.lifecycle.StateDefinition;
import com.swirlds.state.lifecycle.StateMetadata;
import com.swirlds.state.merkle.VirtualMapState;
import com.swirlds.state.spi.CommittableWritableStates;
import com.swirlds.state.spi.WritableStates;
import org.hiero.consensus.platformstate.PlatformStateService;
import org.hiero.consensus.platformstate.V0540PlatformStateSchema;
import org.hiero.consensus.roster.RosterStateId;
import org.hiero.consensus.roster.WritableRosterStore;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.LedgerState;

/**
 * The ledger's entries in the engine's Merkle map, which alone survives a restart and a
 * state transfer. They live under one state id of their own beside the engine's.
 */
final class LedgerMap implements LedgerState {

	/** Far from the ids that the engine's own schemas use; never to be changed. */
	private static final int STATE_ID = 4001;

	private final BinaryState state;

	private final boolean writable;

	private LedgerMap(BinaryState state, boolean writable) {
		this.state = state;
		this.writable = writable;
	}

	static LedgerMap writable(State state) {
		return new LedgerMap((BinaryState) state, true);
	}

	static LedgerMap readOnly(BinaryState state) {
		return new LedgerMap(state, false);
	}

	@Override
	public Optional<byte[]> get(byte[] key) {
		return Optional.ofNullable(state.getKv(STATE_ID, Bytes.wrap(key.clone()))).map(Bytes::toByteArray);
	}

	@Override
	public void put(byte[] key, byte[] value) {
		refuseIfReadOnly();
		state.updateKv(STATE_ID, Bytes.wrap(key.clone()), Bytes.wrap(value.clone()));
	}

	@Override
	public void remove(byte[] key) {
		refuseIfReadOnly();
		state.removeKv(STATE_ID, Bytes.wrap(key.clone()));
	}

	private void refuseIfReadOnly() {
		if (!writable) {
			throw new UnsupportedOperationException("this state is to look at");
		}
	}

	/** What the engine itself wants to find in a new state. */
	static void atGenesis(VirtualMapState state, Roster roster, Epoch epoch, SemanticVersion version) {
		initialize(state, PlatformStateService.NAME, new V0540PlatformStateSchema());
		initialize(state, RosterStateId.SERVICE_NAME, new V0540RosterBaseSchema());
		WritableStates platform = state.getWritableStates(PlatformStateService.NAME);
		platform.<PlatformState>getSingleton(V0540PlatformStateSchema.PLATFORM_STATE_STATE_ID)
			.put(V0540PlatformStateSchema.UNINITIALIZED_PLATFORM_STATE.copyBuilder()
				.creationSoftwareVersion(version)
				.build());
		((CommittableWritableStates) platform).commit();
		WritableStates rosters = state.getWritableStates(RosterStateId.SERVICE_NAME);
		synchronized (Epochs.HASHER) {
			new WritableRosterStore(rosters).putActiveRoster(roster, 0);
		}
		((CommittableWritableStates) rosters).commit();
		if (!epoch.equals(Epoch.GENESIS)) {
			Epochs.write((BinaryState) state, epoch);
		}
	}

	private static void initialize(VirtualMapState state, String service, Schema<SemanticVersion> schema) {
		for (StateDefinition<?, ?> definition : schema.statesToCreate()) {
			state.initializeState(new StateMetadata<>(service, definition));
		}
	}

}
