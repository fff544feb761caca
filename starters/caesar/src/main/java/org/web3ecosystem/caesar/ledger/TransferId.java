package org.web3ecosystem.caesar.ledger;

import java.util.HexFormat;

/**
 * A transfer's id, made by whoever wants it: the same id is the same transfer, however
 * often it is sent.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record TransferId(String hex) {

	public TransferId {
		Id128.require(hex);
	}

	/** The id of a transfer that the ledger makes itself. */
	static TransferId own(long number) {
		return new TransferId(Id128.own(number));
	}

	/** Reads 16 bytes. */
	public static TransferId of(byte[] bytes) {
		return new TransferId(HexFormat.of().formatHex(bytes));
	}

	/** Whether only the ledger itself can have made it. */
	public boolean isReserved() {
		return Id128.isOwn(hex);
	}

	byte[] bytes() {
		return HexFormat.of().parseHex(hex);
	}

	@Override
	public String toString() {
		return hex;
	}

}
