package org.web3ecosystem.caesar.ledger;

import java.util.HexFormat;

import org.web3ecosystem.spi.NodeId;

/**
 * An account's id. An owner has one account, whose id is the first half of the owner's:
 * it follows from the key, so nobody can open it in the owner's place.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record AccountId(String hex) {

	/** No account, and never one. */
	static final AccountId NONE = new AccountId(Id128.own(0));

	/** Where all money comes from; the one account that owes. */
	public static final AccountId ISSUANCE = new AccountId(Id128.own(1));

	/** What was paid for services of the federation. */
	public static final AccountId FEES = new AccountId(Id128.own(2));

	/** What there is for those who serve. */
	public static final AccountId REWARDS = new AccountId(Id128.own(3));

	/** What is bonded. */
	public static final AccountId STAKE = new AccountId(Id128.own(4));

	/** What is no longer bonded and not yet free. */
	public static final AccountId UNBONDING = new AccountId(Id128.own(5));

	public AccountId {
		Id128.require(hex);
	}

	/** The account of an owner. */
	public static AccountId of(NodeId owner) {
		return new AccountId(owner.hex().substring(0, 2 * Id128.BYTES));
	}

	static AccountId of(byte[] bytes) {
		return new AccountId(HexFormat.of().formatHex(bytes));
	}

	/** Whether it belongs to the ledger itself. */
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
