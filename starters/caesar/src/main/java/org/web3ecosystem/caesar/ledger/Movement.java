package org.web3ecosystem.caesar.ledger;

import java.util.Optional;

import org.web3ecosystem.caesar.ledger.Transfer.Kind;
import org.web3ecosystem.spi.NodeId;

/**
 * What the ledger moves itself, under an id of its own.
 *
 * @param author whose command led to it; empty if none did
 * @param about the transfer it follows from
 * @param reference what another module said it is for; may be empty
 */
public record Movement(Kind kind, Optional<NodeId> author, AccountId debit, Payee credit, long amount,
		Optional<TransferId> about, String reference) {

	/** New money. */
	public static Movement genesis(Payee credit, long amount) {
		return new Movement(Kind.GENESIS, Optional.empty(), AccountId.ISSUANCE, credit, amount, Optional.empty(), "");
	}

	/** New money, bonded for somebody. */
	public static Movement genesisStake(NodeId node, long amount) {
		return new Movement(Kind.GENESIS, Optional.of(node), AccountId.ISSUANCE, Payee.of(AccountId.STAKE), amount,
				Optional.empty(), "");
	}

	/** Somebody pays for a service of the federation. */
	public static Movement fee(NodeId author, long amount, String reference) {
		return new Movement(Kind.FEE, Optional.of(author), AccountId.of(author), Payee.of(AccountId.FEES), amount,
				Optional.empty(), reference);
	}

	/** Somebody is paid for having served. */
	public static Movement reward(NodeId author, NodeId provider, long amount, String reference) {
		return new Movement(Kind.REWARD, Optional.of(author), AccountId.REWARDS, Payee.of(provider), amount,
				Optional.empty(), reference);
	}

	/**
	 * Somebody loses a part of what it had bonded: it goes where it came from, so that
	 * nobody gains by an accusation.
	 * @param from where the money is: bonded, or taken back and not yet free
	 */
	public static Movement slash(NodeId offender, AccountId from, long amount, String evidence) {
		return new Movement(Kind.SLASH, Optional.of(offender), from, Payee.of(AccountId.ISSUANCE), amount,
				Optional.empty(), evidence);
	}

	/** What was taken back is free, or what is left of it. */
	public static Movement release(Transfer unbond, NodeId owner, long amount) {
		return new Movement(Kind.RELEASE, Optional.empty(), AccountId.UNBONDING, Payee.of(owner), amount,
				Optional.of(unbond.id()), "");
	}

}
