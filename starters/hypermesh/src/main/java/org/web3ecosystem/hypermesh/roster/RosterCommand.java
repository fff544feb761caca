package org.web3ecosystem.hypermesh.roster;

import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.trust.NodeKey;

/** A command of the {@link RosterModule}. */
public sealed interface RosterCommand {

	/** Fifteen new members fit. */
	int MAX_BYTES = 32 * 1024;

	/** The most changes in one proposal; they are made in order. */
	int MAX_CHANGES = 16;

	int VERSION = 1;

	/**
	 * {@code apply}, {@code propose}, {@code reduce}, {@code declare}, {@code approve},
	 * {@code sign} or {@code speak}.
	 */
	String verb();

	byte[] encode();

	/**
	 * Says that its author wants to become a validator.
	 *
	 * @param number any, so that it can be said again
	 */
	record Apply(Application application, long number) implements RosterCommand {

		public Apply {
			if (application.toCbor().encode().length > Application.MAX_BYTES) {
				throw new IllegalArgumentException("an application has at most " + Application.MAX_BYTES + " bytes");
			}
		}

		@Override
		public String verb() {
			return "apply";
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("apply", application.toCbor()),
						Map.entry("number", Cbor.of(number)))
				.encode();
		}

	}

	/**
	 * Asks the others for another roster. Its author approves it by that.
	 *
	 * @param number any, so that the same can be proposed again
	 */
	record Propose(List<RosterChange> changes, long number) implements RosterCommand {

		public Propose {
			changes = List.copyOf(changes);
			if (changes.isEmpty() || changes.size() > MAX_CHANGES) {
				throw new IllegalArgumentException("1 to " + MAX_CHANGES + " changes, not " + changes.size());
			}
		}

		@Override
		public String verb() {
			return "propose";
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("v", Cbor.of(VERSION)),
						Map.entry("propose", Cbor.of(changes.stream().map(RosterChange::toCbor).toList())),
						Map.entry("number", Cbor.of(number)))
				.encode();
		}

	}

	/**
	 * Asks the others for fewer proofs for a time, or for all four again. Its author
	 * approves it by that. From protocol version {@link Protocols#REDUCED_PROOFS} on.
	 *
	 * @param number any, so that the same can be proposed again
	 */
	record Reduce(ProofOrder order, long number) implements RosterCommand {

		@Override
		public String verb() {
			return "reduce";
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("reduce", order.toCbor()),
						Map.entry("number", Cbor.of(number)))
				.encode();
		}

	}

	/**
	 * Asks the others for emergency mode, its end, or a rule that begins it. Its author
	 * approves it by that. From protocol version {@link Protocols#EMERGENCY_MODE} on.
	 *
	 * @param number any, so that the same can be proposed again
	 */
	record Declare(EmergencyOrder order, long number) implements RosterCommand {

		@Override
		public String verb() {
			return "declare";
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("emergency", order.toCbor()),
						Map.entry("number", Cbor.of(number)))
				.encode();
		}

	}

	/**
	 * Agrees with a proposal.
	 *
	 * @param proposal its id, the id of the transaction that made it
	 */
	record Approve(String proposal) implements RosterCommand {

		@Override
		public String verb() {
			return "approve";
		}

		@Override
		public byte[] encode() {
			return Cbor.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("approve", Cbor.of(proposal))).encode();
		}

	}

	/**
	 * Signs the roster that was decided, for those who do not see the ledger.
	 *
	 * @param epoch in which it will count
	 * @param signature by the author's node key
	 */
	record Sign(Epoch epoch, byte[] signature) implements RosterCommand {

		public Sign {
			signature = signature.clone();
			if (signature.length != NodeKey.SIGNATURE_LENGTH) {
				throw new IllegalArgumentException("a signature has " + NodeKey.SIGNATURE_LENGTH + " bytes");
			}
		}

		@Override
		public byte[] signature() {
			return signature.clone();
		}

		@Override
		public String verb() {
			return "sign";
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("sign", Cbor.of(epoch.number())),
						Map.entry("signature", Cbor.of(signature)))
				.encode();
		}

	}

	/** Says which rules the software of its author knows. */
	record Speak(Protocols known) implements RosterCommand {

		@Override
		public String verb() {
			return "speak";
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("speak", Cbor.of(known.oldest())),
						Map.entry("newest", Cbor.of(known.newest())))
				.encode();
		}

	}

	/**
	 * One of any version of the rules.
	 * @throws CborException if it is none or is too large
	 */
	static RosterCommand decode(byte[] encoded) {
		return decode(encoded, Genesis.PROTOCOL_VERSION);
	}

	/**
	 * One of a version of the rules.
	 * @throws CborException if it is none or is too large
	 */
	static RosterCommand decode(byte[] encoded, long protocol) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES);
		if (map.integer("v") != VERSION) {
			throw new CborException("version " + map.integer("v") + " of a command about validators is not known");
		}
		try {
			if (map.find("propose").isPresent()) {
				List<Cbor> changes = map.only("v", "propose", "number").array("propose");
				if (changes.size() > MAX_CHANGES) {
					throw new CborException("at most " + MAX_CHANGES + " changes");
				}
				return new Propose(changes.stream().map(RosterChange::fromCbor).toList(), map.integer("number"));
			}
			if (map.find("apply").isPresent()) {
				return new Apply(Application.fromCbor(map.only("v", "apply", "number").struct("apply")),
						map.integer("number"));
			}
			if (map.find("approve").isPresent()) {
				return new Approve(map.only("v", "approve").text("approve"));
			}
			if (protocol >= Protocols.REDUCED_PROOFS && map.find("reduce").isPresent()) {
				return new Reduce(ProofOrder.fromCbor(map.only("v", "reduce", "number").array("reduce")),
						map.integer("number"));
			}
			if (protocol >= Protocols.EMERGENCY_MODE && map.find("emergency").isPresent()) {
				return new Declare(EmergencyOrder.fromCbor(map.only("v", "emergency", "number").array("emergency")),
						map.integer("number"));
			}
			if (map.find("speak").isPresent()) {
				map.only("v", "speak", "newest");
				return new Speak(new Protocols(map.integer("speak"), map.integer("newest")));
			}
			map.only("v", "sign", "signature");
			return new Sign(new Epoch(map.integer("sign")), map.bytes("signature"));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

}
