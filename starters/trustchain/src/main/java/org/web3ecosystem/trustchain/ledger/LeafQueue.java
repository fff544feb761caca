package org.web3ecosystem.trustchain.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerModule.State;

/**
 * Some of one issuer's leaves in the order they came, so that those that have ended can
 * be found and removed.
 */
final class LeafQueue {

	private final State state;

	private final String prefix;

	private final Consumer<String> removed;

	private long head;

	private long tail;

	private LeafQueue(State state, String prefix, Consumer<String> removed) {
		this.state = state;
		this.prefix = prefix;
		this.removed = removed;
		Bounds bounds = state.get(prefix).map(Bounds::decode).orElse(Bounds.EMPTY);
		this.head = bounds.head();
		this.tail = bounds.tail();
	}

	/** All of them by age; with a leaf goes its entry. */
	static LeafQueue issued(State state, NodeId issuer) {
		return new LeafQueue(state, Keys.issued(issuer), leaf -> state.remove(Keys.leaf(leaf, issuer)));
	}

	/** Those that were taken back, the first to be so first. */
	static LeafQueue revoked(State state, NodeId issuer) {
		return new LeafQueue(state, Keys.revoked(issuer), leaf -> {
		});
	}

	long size() {
		return tail - head;
	}

	void add(String leaf, Instant notAfter) {
		state.put(prefix + tail, new Item(leaf, notAfter).encode());
		tail++;
		store();
	}

	/**
	 * Removes the oldest leaves that ended before {@code limit}, at most {@code count}.
	 */
	void purge(Instant limit, int count) {
		long before = head;
		for (int i = 0; i < count && head < tail; i++) {
			Item oldest = state.get(prefix + head)
				.map(Item::decode)
				.orElseThrow(() -> new IllegalStateException("a gap in " + prefix));
			if (!oldest.notAfter().isBefore(limit)) {
				break;
			}
			removed.accept(oldest.leaf());
			state.remove(prefix + head);
			head++;
		}
		if (head > before) {
			store();
		}
	}

	private void store() {
		state.put(prefix, new Bounds(head, tail).encode());
	}

	/**
	 * Which numbers its items have now.
	 *
	 * @param head number of the oldest
	 * @param tail number of the next to come
	 */
	record Bounds(long head, long tail) {

		static final Bounds EMPTY = new Bounds(0, 0);

		byte[] encode() {
			return Cbor.struct(Map.entry("head", Cbor.of(head)), Map.entry("tail", Cbor.of(tail))).encode();
		}

		static Bounds decode(byte[] encoded) {
			Cbor.Struct map = Cbor.decodeStruct(encoded, CertificateCommand.MAX_BYTES).only("head", "tail");
			return new Bounds(map.integer("head"), map.integer("tail"));
		}

	}

	/**
	 * One of them.
	 *
	 * @param leaf SHA-256 of the certificate, hexadecimal
	 * @param notAfter when it ends
	 */
	record Item(String leaf, Instant notAfter) {

		byte[] encode() {
			return Cbor
				.struct(Map.entry("leaf", Cbor.of(leaf)), Map.entry("notAfter", Cbor.of(notAfter.toEpochMilli())))
				.encode();
		}

		static Item decode(byte[] encoded) {
			Cbor.Struct map = Cbor.decodeStruct(encoded, CertificateCommand.MAX_BYTES).only("leaf", "notAfter");
			return new Item(map.text("leaf"), Instant.ofEpochMilli(map.integer("notAfter")));
		}

	}

}
