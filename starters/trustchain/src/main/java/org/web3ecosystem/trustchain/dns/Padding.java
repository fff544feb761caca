package org.web3ecosystem.trustchain.dns;

import java.nio.ByteBuffer;

/**
 * The option of RFC 7830, after the policy of RFC 8467: who asks padded over an encrypted
 * way is answered in whole blocks, so that the length tells little of what was asked.
 */
final class Padding {

	/** The option's code. */
	static final int OPTION = 12;

	/** RFC 8467, section 4.1: of answers, in bytes. */
	static final int BLOCK = 468;

	private static final int OPTION_HEAD = 4;

	private Padding() {
	}

	/**
	 * Lengthens an answer.
	 * @param answer its last record is an OPT
	 * @param options how many bytes that has of options
	 * @return at most {@link Dns#MAX_TCP} bytes
	 */
	static ByteBuffer padded(ByteBuffer answer, int options) {
		int least = answer.remaining() + OPTION_HEAD;
		if (least > Dns.MAX_TCP) {
			return answer;
		}
		int length = Math.min(Math.ceilDiv(least, BLOCK) * BLOCK, Dns.MAX_TCP);
		ByteBuffer padded = ByteBuffer.allocate(length);
		int lengthAt = answer.remaining() - options - 2;
		padded.put(answer.duplicate());
		padded.putShort((short) OPTION).putShort((short) (length - least));
		padded.putShort(lengthAt, (short) (options + OPTION_HEAD + length - least));
		return padded.rewind();
	}

}
