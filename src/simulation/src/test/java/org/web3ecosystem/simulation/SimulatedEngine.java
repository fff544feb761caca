package org.web3ecosystem.simulation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.EngineReport.Capabilities;
import org.web3ecosystem.spi.consensus.EngineReport.RosterChange;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * One replica of a {@link SimulatedOrder}. Its state is saved now and then; a crash leads
 * back to what was saved last, and the blocks since are applied again.
 */
final class SimulatedEngine implements ConsensusEngine {

	private static final Capabilities CAPABILITIES = new Capabilities(false, RosterChange.LIVE, 128 * 1024);

	private static final int BEHIND = 3;

	private final World world;

	private final SimulatedOrder order;

	private final NodeId self;

	private final Life life;

	private final Saved saved;

	private final Set<Planted> planted;

	private final Map<ByteBuffer, byte[]> state;

	private int applied;

	private Status status = Status.STARTING;

	private @Nullable LedgerApplication application;

	SimulatedEngine(World world, SimulatedOrder order, NodeId self, Life life, Saved saved, Set<Planted> planted) {
		this.world = world;
		this.order = order;
		this.self = self;
		this.life = life;
		this.saved = saved;
		this.planted = planted;
		this.state = new HashMap<>(saved.state);
		this.applied = saved.applied;
	}

	/** What outlives the process. */
	static final class Saved {

		private Map<ByteBuffer, byte[]> state = Map.of();

		private int applied;

		void lose() {
			state = Map.of();
			applied = 0;
		}

	}

	int applied() {
		return applied;
	}

	@Override
	public void start(LedgerApplication started) {
		application = started;
		if (applied > 0) {
			started.restored(new Draft(true));
		}
		order.joins(self, this);
		look();
	}

	private void look() {
		LedgerApplication current = application;
		if (current != null && order.isThere(self, applied)) {
			apply(current, order.block(applied));
		}
		if (order.decides(self)) {
			status = order.length() - applied > BEHIND ? Status.BEHIND : Status.ACTIVE;
		}
		else {
			status = Status.OBSERVING;
		}
		world.after(world.between(30, 90), life, this::look);
	}

	private void apply(LedgerApplication current, Block block) {
		List<Ordered> prepared = block.transactions()
			.stream()
			.map(each -> new Ordered(each.transaction(), each.consensusTime(), current.prepare(each.transaction())))
			.toList();
		Draft draft = new Draft(false);
		Optional<Roster> next = current.commit(new Block(block.epoch(), block.round(), block.consensusTime(), prepared),
				draft);
		draft.changes
			.forEach((key, value) -> value.ifPresentOrElse(bytes -> state.put(key, bytes), () -> state.remove(key)));
		order.applied(applied, next);
		applied++;
		current.committed(block.round());
		if (world.chance(40)) {
			saved.state = new HashMap<>(state);
			saved.applied = applied;
		}
	}

	@Override
	public Submission submit(byte[] transaction) {
		LedgerApplication current = application;
		if (current == null || status != Status.ACTIVE) {
			return Submission.NOT_ACTIVE;
		}
		if (!current.check(transaction.clone()).isAccepted()) {
			return Submission.INVALID;
		}
		if (!world.chance(5)) {
			order.take(self, transaction.clone());
		}
		return Submission.TAKEN;
	}

	@Override
	public Optional<byte[]> read(byte[] key) {
		return Optional.ofNullable(state.get(ByteBuffer.wrap(key))).map(byte[]::clone);
	}

	@Override
	public Snapshot snapshot() {
		throw new UnsupportedOperationException("nobody exports here");
	}

	@Override
	public EngineReport report() {
		return new EngineReport(status, "", order.roster().n(), applied, null, order.epochAfter(applied), CAPABILITIES);
	}

	@Override
	public void close() {
		order.leaves(self);
		application = null;
		status = Status.STOPPED;
	}

	private final class Draft implements LedgerState {

		private final Map<ByteBuffer, Optional<byte[]>> changes = new HashMap<>();

		private final boolean toLookAt;

		private Draft(boolean toLookAt) {
			this.toLookAt = toLookAt;
		}

		@Override
		public Optional<byte[]> get(byte[] key) {
			if (planted.contains(Planted.NO_NONCE_CACHE) && !toLookAt
					&& new String(key, StandardCharsets.ISO_8859_1).contains("\0tx/")) {
				return Optional.empty();
			}
			Optional<byte[]> change = changes.get(ByteBuffer.wrap(key));
			return change != null ? change.map(byte[]::clone) : read(key);
		}

		@Override
		public void put(byte[] key, byte[] value) {
			changes.put(ByteBuffer.wrap(key.clone()), Optional.of(value.clone()));
		}

		@Override
		public void remove(byte[] key) {
			changes.put(ByteBuffer.wrap(key.clone()), Optional.empty());
		}

	}

}
