package org.web3ecosystem.caesar.ledger;

import java.util.HexFormat;
import java.util.Optional;

import org.web3ecosystem.spi.NodeId;

/**
 * Who is paid: an account that is there, or an owner whose account is opened if it is
 * not.
 *
 * @param owner the whole id, without which an account cannot be opened
 */
public record Payee(AccountId account, Optional<NodeId> owner) {

	/** An account that must be there. */
	public static Payee of(AccountId account) {
		return new Payee(account, Optional.empty());
	}

	/** An owner. */
	public static Payee of(NodeId owner) {
		return new Payee(AccountId.of(owner), Optional.of(owner));
	}

	/** Reads 32 digits of an account or 64 of an owner. */
	public static Payee of(String hex) {
		return hex.length() == NodeId.LENGTH ? of(new NodeId(hex)) : of(new AccountId(hex));
	}

	static Payee of(byte[] bytes) {
		return of(HexFormat.of().formatHex(bytes));
	}

	byte[] bytes() {
		return owner.map(NodeId::bytes).orElseGet(account::bytes);
	}

}
