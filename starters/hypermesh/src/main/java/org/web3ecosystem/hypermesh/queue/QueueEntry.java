package org.web3ecosystem.hypermesh.queue;

import java.time.Instant;
import java.util.HexFormat;

import org.web3ecosystem.hypermesh.queue.QueueState.Ended;
import org.web3ecosystem.hypermesh.queue.QueueState.Signed;
import org.web3ecosystem.hypermesh.queue.QueueState.Waiting;

/**
 * A write in the queue.
 *
 * @param id 32 hexadecimal digits
 * @param module of the ledger
 * @param what was asked for, for people
 * @param concerning what {@code what} does not say, such as an asset's id; may be empty
 * @param queued when, by this node's clock
 * @param digest of module and command: two entries of one digest are one write
 * @param state where it is
 */
public record QueueEntry(String id, String module, String what, String concerning, Instant queued, String digest,
		QueueState state) {

	/** How long an id is. */
	static final int ID_BYTES = 16;

	/** Whether this is an id at all. */
	public static boolean isId(String text) {
		return text.length() == 2 * ID_BYTES && text.chars().allMatch(HexFormat::isHexDigit)
				&& text.chars().noneMatch(Character::isUpperCase);
	}

	QueueEntry in(QueueState next) {
		return new QueueEntry(id, module, what, concerning, queued, digest, next);
	}

	/** Whether it is still to be decided. */
	public boolean isOpen() {
		return !(state instanceof Ended);
	}

	/** Bytes of its command, while it is open. */
	long weight() {
		return switch (state) {
			case Waiting waiting -> waiting.length();
			case Signed signed -> signed.origin().length();
			case Ended ended -> 0;
		};
	}

}
