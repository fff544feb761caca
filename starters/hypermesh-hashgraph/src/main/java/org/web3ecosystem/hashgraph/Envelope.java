package org.web3ecosystem.hashgraph;

import java.nio.ByteBuffer;
import java.util.Optional;

import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.hedera.pbj.runtime.ParseException;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.hiero.consensus.transaction.TransactionLimits;

/**
 * What travels as one transaction of the engine: a kind in the first byte, then eight
 * bytes by which its creator knows it again, then the content. What a lying peer sends
 * may have no such form and is then nothing.
 */
sealed interface Envelope {

	/** What the engine lets through, the defaults of its execution layer. */
	TransactionLimits LIMITS = new TransactionLimits(133_120, 245_760);

	/** Kind and nonce. */
	int HEAD_BYTES = 1 + Long.BYTES;

	/** The largest application transaction. */
	int MAX_CONTENT_BYTES = LIMITS.transactionMaxBytes() - HEAD_BYTES;

	/** A transaction of the application. */
	record Application(long nonce, byte[] content) implements Envelope {
	}

	/** A replica's signature on a state hash; the engine's own affair. */
	record Signature(StateSignatureTransaction content) implements Envelope {
	}

	/** A replica that wants to take part asks the idle ones to go on. */
	record Nudge() implements Envelope {
	}

	byte APPLICATION = 1;

	byte SIGNATURE = 2;

	byte NUDGE = 3;

	static Bytes application(long nonce, byte[] content) {
		return frame(APPLICATION, nonce, content);
	}

	static Bytes signature(long nonce, StateSignatureTransaction content) {
		return frame(SIGNATURE, nonce, StateSignatureTransaction.PROTOBUF.toBytes(content).toByteArray());
	}

	static Bytes nudge(long nonce) {
		return frame(NUDGE, nonce, new byte[0]);
	}

	private static Bytes frame(byte kind, long nonce, byte[] content) {
		return Bytes
			.wrap(ByteBuffer.allocate(HEAD_BYTES + content.length).put(kind).putLong(nonce).put(content).array());
	}

	/** What is in a frame; empty if it is none. */
	static Optional<Envelope> open(Bytes frame) {
		if (frame.length() < HEAD_BYTES) {
			return Optional.empty();
		}
		Bytes content = frame.slice(HEAD_BYTES, frame.length() - HEAD_BYTES);
		return switch (frame.getByte(0)) {
			case APPLICATION -> Optional.of(new Application(frame.getLong(1), content.toByteArray()));
			case SIGNATURE -> signature(content);
			case NUDGE -> Optional.of(new Nudge());
			default -> Optional.empty();
		};
	}

	private static Optional<Envelope> signature(Bytes content) {
		try {
			return Optional.of(new Signature(StateSignatureTransaction.PROTOBUF.parse(content)));
		}
		catch (ParseException malformed) {
			return Optional.empty();
		}
	}

}
