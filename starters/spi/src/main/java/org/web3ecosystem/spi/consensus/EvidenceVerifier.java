package org.web3ecosystem.spi.consensus;

import java.util.OptionalLong;

import org.web3ecosystem.spi.genesis.Validator;

/**
 * Judges whether two messages of a replica contradict each other. Every replica of the
 * ledger asks it about the same bytes and must hear the same, now and in ten years.
 * <p>
 * Laws:
 * <ol>
 * <li>it looks at its arguments and at nothing else, and throws for no bytes;
 * <li>no replica that keeps to the rules, and whose key runs once, ever signs two such
 * messages: not after a crash, not with a wrong clock, not after a state transfer;
 * <li>both messages must carry the signature of {@link Validator#gossipCertificate};
 * <li>which of the two comes first makes no difference, and a message does not contradict
 * itself.
 * </ol>
 */
@FunctionalInterface
public interface EvidenceVerifier {

	/** The longest message that is looked at, in bytes. */
	int MAX_MESSAGE_BYTES = 16 * 1024;

	/** For a node without an engine: nothing is evidence. */
	EvidenceVerifier NONE = (accused, one, other) -> OptionalLong.empty();

	/**
	 * The engine's round in which the older of the two messages was made, as it says
	 * itself; empty if they do not contradict each other.
	 * @param accused as in the roster whose gossip certificate counts
	 */
	OptionalLong contradiction(Validator accused, byte[] one, byte[] other);

}
