package org.web3ecosystem.stoq.rpc;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.stoq.wire.PeerLimits;

/**
 * The allowance of every peer that is connected, and of those that just were: who comes
 * back finds what it left. There are at most as many of the latter as are remembered; the
 * one that left first is forgotten first. Thread-safe.
 */
public final class Allowances {

	private final PeerLimits limits;

	private final int remembered;

	private final InstantSource clock;

	private final Map<NodeId, Present> present = new HashMap<>();

	private final SequencedMap<NodeId, PeerAllowance> gone = new LinkedHashMap<>();

	/**
	 * @param remembered peers without a connection
	 */
	public Allowances(PeerLimits limits, int remembered, InstantSource clock) {
		this.limits = limits;
		this.remembered = remembered;
		this.clock = clock;
	}

	/** A peer has one connection more. */
	public synchronized PeerAllowance enter(NodeId peer) {
		Present here = present.computeIfAbsent(peer, this::find);
		here.connections++;
		return here.allowance;
	}

	private Present find(NodeId peer) {
		PeerAllowance before = gone.remove(peer);
		return new Present((before != null) ? before : new PeerAllowance(limits, clock));
	}

	/** A peer has one connection less. */
	public synchronized void leave(NodeId peer) {
		Present here = present.get(peer);
		if (here == null || --here.connections > 0) {
			return;
		}
		present.remove(peer);
		gone.values().removeIf(PeerAllowance::isUntouched);
		if (!here.allowance.isUntouched()) {
			gone.putLast(peer, here.allowance);
		}
		if (gone.size() > remembered) {
			gone.pollFirstEntry();
		}
	}

	/** Peers of which something is kept. */
	synchronized int size() {
		return present.size() + gone.size();
	}

	private static final class Present {

		private final PeerAllowance allowance;

		private int connections;

		private Present(PeerAllowance allowance) {
			this.allowance = allowance;
		}

	}

}
