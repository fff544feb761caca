package org.web3ecosystem.spi.consensus;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;

/**
 * One component's part of the ledger: its commands and its state under its own prefix.
 * Every validator executes every module that the genesis document lists, in the same way:
 * no clock, no random, no configuration, nothing but the command and the state.
 */
public interface LedgerModule {

	/** The module that says which version of the rules applies. */
	String PROTOCOL_MODULE = "validators";

	/** Where it says so, eight bytes. */
	String PROTOCOL_KEY = "protocol";

	/** As in the genesis document, such as {@code names}. */
	String name();

	/**
	 * Writes what the module's state begins with; called once, before the first block.
	 */
	default void begin(State state) {
	}

	/**
	 * Before the first command of the first block that another roster orders. An
	 * exception stops the ledger on every replica alike.
	 */
	default void epochBegins(Epoch epoch, State state) {
	}

	/**
	 * Without state: form and limits of the body, signatures inside it. Deterministic;
	 * called on many threads.
	 */
	Verdict check(Command command);

	/**
	 * Whether there is such a command in a version of the rules. {@link #check} has no
	 * state and takes what any known version has; this is asked when the command's turn
	 * comes, before its proofs are looked at. What a version does not have is refused
	 * word for word as {@link #check} of software refuses it that knows no later one:
	 * replicas with old and new software must write the same receipt. Deterministic.
	 */
	default Verdict admits(Command command, long protocol) {
		return Verdict.accepted();
	}

	/**
	 * What the transaction's proof bundle must prove; empty if this command needs none. A
	 * critical operation needs all four proofs, any other work, unless the federation
	 * ordered that fewer are enough for a time. Without state, deterministic; called only
	 * after {@link #check} accepted.
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
	 * Whether a command is executed also while the federation is in emergency mode: it
	 * renews what an enrolled node has, takes something back, or decides about the
	 * federation. Everything else is held up, and changes nothing. Looks at the state,
	 * deterministic; called only after {@link #check} accepted.
	 */
	default boolean goesOnInEmergency(Command command, State state) {
		return false;
	}

	/**
	 * After the last command of every block: what is due by now, and whether everything
	 * is still as it must be. An exception stops the ledger on every replica alike, which
	 * is better than to go on from a state that cannot be.
	 */
	default void end(Instant consensusTime, Height height, State state) {
	}

	/**
	 * A command whose signature was verified.
	 *
	 * @param transactionId SHA-256 of the signed transaction, hexadecimal
	 * @param author whose signature it carries
	 * @param body the module's own encoding
	 * @param consensusTime when it was ordered; {@link Instant#MIN} in {@link #check}
	 * @param height the block it is in; {@link Height#GENESIS} in {@link #check}
	 * @param caller the module that {@link State#call called}; empty for what the author
	 * signed
	 */
	record Command(String transactionId, NodeId author, byte[] body, Instant consensusTime, Height height,
			Optional<String> caller) {

		/** What the author signed. */
		public Command(String transactionId, NodeId author, byte[] body, Instant consensusTime, Height height) {
			this(transactionId, author, body, consensusTime, height, Optional.empty());
		}

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

		/**
		 * The version of the rules that apply now. What is done otherwise in a later one
		 * than the genesis document has must be asked for here, so that replicas with old
		 * and new software do the same until all have the new.
		 */
		default long protocol() {
			return peek(PROTOCOL_MODULE, PROTOCOL_KEY).map(version -> ByteBuffer.wrap(version).getLong())
				.orElseThrow(() -> new IllegalStateException("this ledger does not say which rules apply"));
		}

		/**
		 * Has another module do something as a part of this command: for the same author,
		 * in the same transaction, checked and applied like a command of its own but
		 * without a proof bundle. What it changes stays or goes with this command; after
		 * {@link Verdict.Rejected} nothing of it is left, and this command may go on. A
		 * module that is itself waiting for a call to return cannot be called.
		 */
		Verdict call(String module, byte[] body);

	}

}
