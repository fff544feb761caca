package org.web3ecosystem.hypermesh.ledger;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

/**
 * What an executed transaction left in the state.
 *
 * @param module whose command it was
 */
public record Outcome(String module, Receipt receipt) {

	/**
	 * What a refusal begins with that is of the proof bundle alone: the command was not
	 * looked at, and with another bundle it may be done.
	 */
	static final String UNPROVEN = "not proven: ";

	private static final int MAX_BYTES = 4096;

	private static final int MAX_REASON = 256;

	/** Whether only its proof bundle was refused, and the command never looked at. */
	public boolean isUnproven() {
		return receipt.verdict().reason().startsWith(UNPROVEN);
	}

	byte[] encode() {
		String reason = receipt.verdict() instanceof Verdict.Rejected(String why, boolean revoked) ? why : "";
		return Cbor
			.struct(Map.entry("module", Cbor.of(module)), Map.entry("height", Cbor.of(receipt.height().number())),
					Map.entry("second", Cbor.of(receipt.consensusTime().getEpochSecond())),
					Map.entry("nano", Cbor.of(receipt.consensusTime().getNano())),
					Map.entry("accepted", Cbor.of(receipt.verdict().isAccepted())),
					Map.entry("reason", Cbor.of(reason)))
			.encode();
	}

	static Outcome decode(String transactionId, byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
			.only("module", "height", "second", "nano", "accepted", "reason");
		return new Outcome(map.text("module"),
				new Receipt(transactionId, new Height(map.integer("height")),
						Instant.ofEpochSecond(map.integer("second"), map.integer("nano")),
						map.bool("accepted") ? Verdict.accepted() : Verdict.rejected(map.text("reason"))));
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
