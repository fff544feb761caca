package org.web3ecosystem.trustchain.ledger;

import java.time.Instant;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerModule.State;

/** One issuer's leaves by age, so that those that have ended can be found and removed. */
final class LeafQueue {

	private final State state;

	private final NodeId issuer;

	private final String prefix;

	private long head;

	private long tail;

	private LeafQueue(State state, NodeId issuer, long head, long tail) {
		this.state = state;
		this.issuer = issuer;
		this.prefix = prefix(issuer);
		this.head = head;
		this.tail = tail;
	}

	static LeafQueue of(State state, NodeId issuer) {
		return state.get(prefix(issuer))
			.map(bounds -> Cbor.decodeStruct(bounds, CertificateCommand.MAX_BYTES))
			.map(bounds -> new LeafQueue(state, issuer, bounds.integer("head"), bounds.integer("tail")))
			.orElseGet(() -> new LeafQueue(state, issuer, 0, 0));
	}

	long size() {
		return tail - head;
	}

	void add(String leaf, Instant notAfter) {
		state.put(prefix + tail,
				Cbor.struct(Map.entry("leaf", Cbor.of(leaf)), Map.entry("notAfter", Cbor.of(notAfter.toEpochMilli())))
					.encode());
		tail++;
		store();
	}

	/**
	 * Removes the oldest leaves that ended before {@code limit}, at most {@code count}.
	 */
	void purge(Instant limit, int count) {
		for (int i = 0; i < count && head < tail; i++) {
			Cbor.Struct oldest = state.get(prefix + head)
				.map(entry -> Cbor.decodeStruct(entry, CertificateCommand.MAX_BYTES))
				.orElseThrow(() -> new IllegalStateException("a gap in " + prefix));
			if (!Instant.ofEpochMilli(oldest.integer("notAfter")).isBefore(limit)) {
				break;
			}
			state.remove(Keys.leaf(oldest.text("leaf"), issuer));
			state.remove(prefix + head);
			head++;
		}
		store();
	}

	private static String prefix(NodeId issuer) {
		return "queue/" + issuer.hex() + "/";
	}

	private void store() {
		state.put(prefix, Cbor.struct(Map.entry("head", Cbor.of(head)), Map.entry("tail", Cbor.of(tail))).encode());
	}

}
