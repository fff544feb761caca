package org.web3ecosystem.spi.usage;

import java.util.HexFormat;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * What other ledger modules know of the economy's: its name, where it keeps stake, and
 * what they may ask of it by
 * {@link org.web3ecosystem.spi.consensus.LedgerModule.State#call a call}. Amounts are
 * whole numbers of the smallest unit, never negative.
 */
public final class Economy {

	/** The module's name in the genesis document. */
	public static final String MODULE = "economy";

	/** The module in whose name alone an {@link Request.Offence} is told. */
	public static final String CONDUCT = "conduct";

	private static final int MAX_REQUEST = 1024;

	private Economy() {
	}

	/** Where the bonded stake of a node stands; the value is one CBOR integer. */
	public static String stakeKey(NodeId node) {
		return "stake/" + node.hex();
	}

	/**
	 * Where it stands how much was taken for an offence, as one CBOR integer; absent if
	 * the economy was not told of it.
	 * @param reference the id of the evidence
	 */
	public static String offenceKey(String reference) {
		return "offence/" + reference;
	}

	/** What another module asks for, never an author. */
	public sealed interface Request {

		/** Names the command that is for. */
		String reference();

		/**
		 * The author of the command pays a fee. Refused if the account cannot.
		 *
		 * @param reference at most 64 characters
		 */
		record Charge(long amount, String reference) implements Request {

			public Charge {
				requireUsable(amount, reference);
			}

		}

		/**
		 * A node has served: it is paid for it out of what there is for rewards.
		 *
		 * @param provider who is paid
		 * @param byteSeconds bytes kept, times the seconds they were
		 * @param reference at most 64 characters
		 */
		record Served(NodeId provider, long byteSeconds, String reference) implements Request {

			public Served {
				requireUsable(byteSeconds, reference);
			}

		}

		/**
		 * A node was convicted: a part of its stake is taken, for good, of what it takes
		 * back as well as of what is bonded. Only the module of conduct says so, and once
		 * for an evidence.
		 *
		 * @param node the offender
		 * @param reference the id of the evidence
		 */
		record Offence(NodeId node, String reference) implements Request {

			public Offence {
				requireUsable(0, reference);
			}

		}

		private static void requireUsable(long amount, String reference) {
			if (amount < 0 || reference.isEmpty() || reference.length() > 64) {
				throw new IllegalArgumentException("an amount is not negative, a reference has 1 to 64 characters");
			}
		}

		/** The body of the call. */
		default byte[] encode() {
			return (switch (this) {
				case Charge(long amount, String reference) -> Cbor.struct(Map.entry("do", Cbor.of("charge")),
						Map.entry("amount", Cbor.of(amount)), Map.entry("reference", Cbor.of(reference)));
				case Offence(NodeId node, String reference) -> Cbor.struct(Map.entry("do", Cbor.of("offence")),
						Map.entry("node", Cbor.of(node.bytes())), Map.entry("reference", Cbor.of(reference)));
				case Served(NodeId provider, long byteSeconds, String reference) ->
					Cbor.struct(Map.entry("do", Cbor.of("served")), Map.entry("provider", Cbor.of(provider.bytes())),
							Map.entry("byteSeconds", Cbor.of(byteSeconds)), Map.entry("reference", Cbor.of(reference)));
			}).encode();
		}

		/**
		 * Reads a body.
		 * @throws org.web3ecosystem.spi.cbor.CborException if it is not well-formed
		 * @throws IllegalArgumentException if a limit is broken
		 */
		static Request decode(byte[] body) {
			Cbor.Struct struct = Cbor.decodeStruct(body, MAX_REQUEST);
			return switch (struct.text("do")) {
				case "charge" -> {
					struct.only("do", "amount", "reference");
					yield new Charge(struct.integer("amount"), struct.text("reference"));
				}
				case "served" -> {
					struct.only("do", "provider", "byteSeconds", "reference");
					yield new Served(new NodeId(HexFormat.of().formatHex(struct.bytes("provider"))),
							struct.integer("byteSeconds"), struct.text("reference"));
				}
				case "offence" -> {
					struct.only("do", "node", "reference");
					yield new Offence(new NodeId(HexFormat.of().formatHex(struct.bytes("node"))),
							struct.text("reference"));
				}
				default -> throw new IllegalArgumentException("the economy is asked for something it does not know");
			};
		}

	}

}
