package org.web3ecosystem.spi.consensus;

import java.time.Instant;
import java.util.Optional;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;

/**
 * One component's part of the ledger: its commands and its state under its own prefix.
 * Every validator executes every module that the genesis document lists, in the same way:
 * no clock, no random, no configuration, nothing but the command and the state.
 */
public interface LedgerModule {

	/** As in the genesis document, such as {@code names}. */
	String name();

	/**
	 * Without state: form and limits of the body, signatures inside it. Deterministic;
	 * called on many threads.
	 */
	Verdict check(Command command);

	/**
	 * What the transaction's proof bundle must prove; empty if this command needs none. A
	 * critical operation needs stake and work, any other work. Without state,
	 * deterministic; called only after {@link #check} accepted.
	 */
	default Optional<Operation> proves(Command command) {
		return Optional.empty();
	}

	/**
	 * Applies. After {@link Verdict.Rejected} every change made to {@code state} by this
	 * call is discarded. {@link Verdict.Unavailable} is not an answer here.
	 */
	Verdict apply(Command command, State state);

	/**
	 * A command whose signature was verified.
	 *
	 * @param transactionId SHA-256 of the signed transaction, hexadecimal
	 * @param author whose signature it carries
	 * @param body the module's own encoding
	 * @param consensusTime when it was ordered; {@link Instant#MIN} in {@link #check}
	 * @param height the block it is in; {@link Height#GENESIS} in {@link #check}
	 */
	record Command(String transactionId, NodeId author, byte[] body, Instant consensusTime, Height height) {
	}

	/**
	 * This module's entries. Keys are text of at most 512 bytes, values at most 64 KiB.
	 */
	interface State {

		Optional<byte[]> get(String key);

		void put(String key, byte[] value);

		void remove(String key);

		/** Another module's entry, to look at. */
		Optional<byte[]> peek(String module, String key);

	}

}
