package org.web3ecosystem.caesar.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * One entry in the books, never changed once it is there: an amount that leaves one
 * account and reaches another, or is to.
 *
 * @param author who wanted it; empty if the ledger itself did
 * @param debit whose money
 * @param credit who gets it
 * @param amount positive
 * @param code what it is for, a number that only people understand
 * @param about the transfer this one settles or releases
 * @param timeout how long a pending one is open; zero is forever
 * @param reference what another module said it is for; may be empty
 * @param at consensus time in whole milliseconds
 */
public record Transfer(TransferId id, Kind kind, Optional<NodeId> author, AccountId debit, AccountId credit,
		long amount, int code, Optional<TransferId> about, Duration timeout, String reference, Instant at) {

	/** The longest a pending transfer with a timeout is open. */
	public static final Duration MAX_TIMEOUT = Duration.ofDays(30);

	/** The largest code. */
	public static final int MAX_CODE = 0xffff;

	private static final int MAX_BYTES = 1024;

	/** What a transfer does. */
	public enum Kind {

		/** Moves an amount. */
		TRANSFER,
		/** Reserves an amount. */
		PENDING,
		/** Moves what was reserved, or less, and returns the rest. */
		POST,
		/** Returns what was reserved. */
		VOID,
		/** Returns what was reserved and never settled in time. */
		EXPIRE,
		/** Bonds. */
		BOND,
		/** Takes back what was bonded, later. */
		UNBOND,
		/** Gives back what was taken back. */
		RELEASE,
		/** Pays for a service of the federation. */
		FEE,
		/** Pays for having served. */
		REWARD,
		/** Is taken for an offence, and gone; the author is the offender. */
		SLASH,
		/** Is how the federation began. */
		GENESIS;

		/** As in JSON and on the ledger. */
		public String text() {
			return name().toLowerCase(Locale.ROOT);
		}

		/** Whether it needs the money, as opposed to settling what was reserved. */
		boolean takes() {
			return switch (this) {
				case POST, VOID, EXPIRE -> false;
				case TRANSFER, PENDING, BOND, UNBOND, RELEASE, FEE, REWARD, SLASH, GENESIS -> true;
			};
		}

		private static Kind of(String text) {
			return valueOf(text.toUpperCase(Locale.ROOT));
		}

	}

	/** When a pending one is over. */
	public Optional<Instant> expiresAt() {
		return kind == Kind.PENDING && timeout.isPositive() ? Optional.of(at.plus(timeout)) : Optional.empty();
	}

	/** The one encoding, on the ledger. */
	public byte[] encode() {
		LinkedHashMap<String, Cbor> map = new LinkedHashMap<>();
		map.put("kind", Cbor.of(kind.text()));
		author.ifPresent(node -> map.put("author", Cbor.of(node.bytes())));
		map.put("debit", Cbor.of(debit.bytes()));
		map.put("credit", Cbor.of(credit.bytes()));
		map.put("amount", Cbor.of(amount));
		map.put("code", Cbor.of(code));
		about.ifPresent(other -> map.put("about", Cbor.of(other.bytes())));
		map.put("timeout", Cbor.of(timeout.toSeconds()));
		map.put("reference", Cbor.of(reference));
		map.put("at", Cbor.of(at.toEpochMilli()));
		return new Cbor.Struct(map).encode();
	}

	/** Reads {@link #encode}. */
	public static Transfer decode(TransferId id, byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES);
		return new Transfer(id, Kind.of(map.text("kind")),
				bytes(map, "author").map(node -> new NodeId(HexFormat.of().formatHex(node))),
				AccountId.of(map.bytes("debit")), AccountId.of(map.bytes("credit")), map.integer("amount"),
				(int) map.integer("code"), bytes(map, "about").map(TransferId::of),
				Duration.ofSeconds(map.integer("timeout")), map.text("reference"),
				Instant.ofEpochMilli(map.integer("at")));
	}

	private static Optional<byte[]> bytes(Cbor.Struct map, String key) {
		return map.find(key).map(item -> map.bytes(key));
	}

}
