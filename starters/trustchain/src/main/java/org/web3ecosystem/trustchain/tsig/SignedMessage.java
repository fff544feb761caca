package org.web3ecosystem.trustchain.tsig;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/**
 * Where a message has its signature. Takes any bytes; the work is linear in their number.
 */
final class SignedMessage {

	static final int HEADER = 12;

	private static final int ADDITIONAL = 10;

	private SignedMessage() {
	}

	/** Where a record is. */
	record Place(int begin, int end) {
	}

	/**
	 * Where the first TSIG record is; nothing if there is none, or the message cannot be
	 * read.
	 */
	static Optional<Place> signatureAt(ByteBuffer message) {
		ByteBuffer in = message.slice();
		if (in.remaining() < HEADER || in.getShort(ADDITIONAL) == 0) {
			return Optional.empty();
		}
		try {
			int questions = in.getShort(4) & 0xffff;
			int records = (in.getShort(6) & 0xffff) + (in.getShort(8) & 0xffff) + (in.getShort(ADDITIONAL) & 0xffff);
			in.position(HEADER);
			for (int i = 0; i < questions; i++) {
				skipName(in);
				in.getInt();
			}
			for (int i = 0; i < records; i++) {
				int begin = in.position();
				skipName(in);
				boolean found = (in.getShort() & 0xffff) == Type.TSIG;
				in.getShort();
				in.getInt();
				int length = in.getShort() & 0xffff;
				in.position(in.position() + length);
				if (found) {
					return Optional.of(new Place(begin, in.position()));
				}
			}
		}
		catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
			return Optional.empty();
		}
		return Optional.empty();
	}

	/** The question section, if there is one question that can be read. */
	static byte[] question(byte[] message) {
		ByteBuffer in = ByteBuffer.wrap(message);
		if (in.getShort(4) != 1) {
			return new byte[0];
		}
		in.position(HEADER);
		skipName(in);
		in.getInt();
		byte[] question = new byte[in.position() - HEADER];
		in.get(HEADER, question);
		return question;
	}

	private static void skipName(ByteBuffer in) {
		while (true) {
			int length = in.get() & 0xff;
			if (length == 0) {
				return;
			}
			if (length >= 0xc0) {
				in.get();
				return;
			}
			in.position(in.position() + length);
		}
	}

	/** What stands before the signature, with one record less. */
	static ByteBuffer without(byte[] message, int signatureAt) {
		ByteBuffer rest = ByteBuffer.allocate(signatureAt).put(message, 0, signatureAt).flip();
		return rest.putShort(ADDITIONAL, (short) (rest.getShort(ADDITIONAL) - 1));
	}

	/** The signature behind the message, with one record more. */
	static ByteBuffer append(byte[] message, TSIGRecord signature) {
		byte[] record = signature.toWire(Section.ADDITIONAL);
		ByteBuffer whole = ByteBuffer.allocate(message.length + record.length).put(message).put(record).flip();
		return whole.putShort(ADDITIONAL, (short) (whole.getShort(ADDITIONAL) + 1));
	}

}
