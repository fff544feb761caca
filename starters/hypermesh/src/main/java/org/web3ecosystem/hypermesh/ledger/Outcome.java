package org.web3ecosystem.hypermesh.ledger;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

import org.web3ecosystem.hypermesh.proof.Waived;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.EmergencyModeException;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.ProofKind;

/**
 * What an executed transaction left in the state.
 *
 * @param module whose command it was
 * @param waived which proofs it would have needed and did without, as the federation had
 * ordered; none as a rule
 */
public record Outcome(String module, Receipt receipt, Set<ProofKind> waived) {

	/**
	 * What a refusal begins with that is of the proof bundle alone: the command was not
	 * looked at, and with another bundle it may be done.
	 */
	static final String UNPROVEN = "not proven: ";

	/** What the refusal of a command is that emergency mode holds up, before its end. */
	private static final String HELD_UP = "held up: emergency mode until ";

	private static final int MAX_BYTES = 4096;

	private static final int MAX_REASON = 256;

	public Outcome {
		waived = Set.copyOf(waived);
	}

	/** One that was proven like any other, or refused. */
	public Outcome(String module, Receipt receipt) {
		this(module, receipt, Set.of());
	}

	/** Whether only its proof bundle was refused, and the command never looked at. */
	public boolean isUnproven() {
		return receipt.verdict().reason().startsWith(UNPROVEN);
	}

	/** The verdict on what is not looked at before then. */
	static Verdict heldUp(Instant until) {
		return rejected(HELD_UP + until);
	}

	/**
	 * Until when emergency mode lasts, where it held the command up: it was not looked
	 * at, and another transaction may do it then.
	 */
	public Optional<Instant> heldUntil() {
		String reason = receipt.verdict().reason();
		return reason.startsWith(HELD_UP) ? Optional.of(Instant.parse(reason.substring(HELD_UP.length())))
				: Optional.empty();
	}

	/**
	 * The receipt of a command that was looked at.
	 * @throws EmergencyModeException if it was held up
	 */
	public Receipt decided() {
		heldUntil().ifPresent(until -> {
			throw new EmergencyModeException(until);
		});
		return receipt;
	}

	byte[] encode() {
		String reason = receipt.verdict() instanceof Verdict.Rejected(String why, boolean revoked) ? why : "";
		SequencedMap<String, Cbor> map = new LinkedHashMap<>(Map.of("module", Cbor.of(module), "height",
				Cbor.of(receipt.height().number()), "second", Cbor.of(receipt.consensusTime().getEpochSecond()), "nano",
				Cbor.of(receipt.consensusTime().getNano()), "accepted", Cbor.of(receipt.verdict().isAccepted()),
				"reason", Cbor.of(reason)));
		if (!waived.isEmpty()) {
			map.put("waived", Waived.toCbor(waived));
		}
		return new Cbor.Struct(map).encode();
	}

	static Outcome decode(String transactionId, byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
			.only("module", "height", "second", "nano", "accepted", "reason", "waived");
		Set<ProofKind> waived = map.find("waived").isPresent() ? Waived.fromCbor(map.array("waived")) : Set.of();
		return new Outcome(map.text("module"),
				new Receipt(transactionId, new Height(map.integer("height")),
						Instant.ofEpochSecond(map.integer("second"), map.integer("nano")),
						map.bool("accepted") ? Verdict.accepted() : Verdict.rejected(map.text("reason"))),
				waived);
	}

	/** A rejection whose reason fits a receipt, the same on every replica. */
	static Verdict rejected(String reason) {
		StringBuilder plain = new StringBuilder();
		reason.codePoints()
			.limit(MAX_REASON)
			.map(c -> Character.isISOControl(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '?'
					: c)
			.forEach(plain::appendCodePoint);
		return Verdict.rejected(plain.toString());
	}

	/** Whether this is a transaction id at all. */
	public static boolean isTransactionId(String text) {
		return text.length() == 64 && text.chars().allMatch(HexFormat::isHexDigit)
				&& text.chars().noneMatch(Character::isUpperCase);
	}

}
