package org.web3ecosystem.spi.trust;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Cosigns the checkpoints of logs that only grow (c2sp.org/tlog-witness and
 * c2sp.org/tlog-cosignature, Ed25519). Who has the cosignatures of more witnesses than
 * may be liars knows that a log shows everybody the same.
 * <p>
 * Laws, tested by {@code CheckpointWitnessContract}:
 * <ol>
 * <li>a cosignature is over the very checkpoint that was submitted, and verifies with the
 * key that comes with it;
 * <li>whoever does not begin at the size that was cosigned last is told that size, and
 * nothing changes;
 * <li>no tree is cosigned that is not the beginning of the last one continued: neither a
 * smaller one nor another one, in no order of requests and over no restart;
 * <li>a log that is not known, and a checkpoint without its signature, are refused.
 * </ol>
 * May be called from any thread and never blocks it.
 */
public interface CheckpointWitness {

	/** The most hashes of a proof. */
	int MAX_PROOF = 63;

	/** The longest note, in characters. */
	int MAX_NOTE = 4096;

	/**
	 * Has a checkpoint cosigned. Fails with
	 * {@link org.web3ecosystem.spi.UnavailableException} if nobody answers, or if it
	 * cannot be kept that it was cosigned.
	 */
	CompletionStage<Answer> addCheckpoint(Submission submission);

	/**
	 * What is to be cosigned.
	 *
	 * @param oldSize of the tree that this witness cosigned last; 0 if it never did
	 * @param proof that the tree of that size is the beginning of this one (RFC 6962,
	 * section 2.1.2); empty if it has no leaves or is the same
	 * @param checkpoint a signed note (c2sp.org/tlog-checkpoint)
	 */
	record Submission(long oldSize, List<byte[]> proof, String checkpoint) {

		public Submission {
			proof = proof.stream().map(byte[]::clone).toList();
			if (oldSize < 0 || proof.size() > MAX_PROOF || checkpoint.length() > MAX_NOTE) {
				throw new IllegalArgumentException("not a submission to a witness");
			}
		}

	}

	/** What a witness says. */
	sealed interface Answer {

		/**
		 * It is cosigned.
		 *
		 * @param line a signature line of a note, with its newline
		 * @param verifierKey the witness's name and key as verifiers of notes take them
		 */
		record Cosigned(String line, String verifierKey) implements Answer {
		}

		/**
		 * Another size was cosigned last.
		 *
		 * @param size which
		 */
		record Conflict(long size) implements Answer {
		}

		/** It is not cosigned. */
		record Refused(Refusal why) implements Answer {
		}

	}

	/** Why not. */
	enum Refusal {

		/** The witness does not know this log. */
		UNKNOWN_LOG,
		/** None of the signatures is by the log's key. */
		NOT_SIGNED,
		/** The old tree is larger than the new one, or this is no checkpoint. */
		MALFORMED,
		/** The proof does not show that the log only grew. */
		INCONSISTENT,
		/** The tree of this size was another one: the log has shown two. */
		OTHER_ROOT

	}

}
