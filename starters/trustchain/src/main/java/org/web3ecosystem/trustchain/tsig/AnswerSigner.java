package org.web3ecosystem.trustchain.tsig;

import java.nio.ByteBuffer;

import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/**
 * Signs the answer to one request, or its messages in turn, each of which is bound to the
 * one before (RFC 8945, section 5.3.1). For one thread at a time.
 */
public final class AnswerSigner {

	private final TSIG tsig;

	private final int length;

	private TSIGRecord previous;

	private boolean first = true;

	AnswerSigner(TSIG tsig, int length, TSIGRecord request) {
		this.tsig = tsig;
		this.length = length;
		this.previous = request;
	}

	/** How many bytes {@link #sign} adds to a message. */
	public int length() {
		return length;
	}

	/**
	 * The message with its signature behind it.
	 * @param message of at most 65 535 bytes with it
	 */
	public ByteBuffer sign(ByteBuffer message) {
		byte[] bytes = new byte[message.remaining()];
		message.get(message.position(), bytes);
		int id = message.getShort(message.position()) & 0xffff;
		TSIGRecord made = tsig.generate(new Message(id), bytes, Rcode.NOERROR, previous, first);
		previous = made;
		first = false;
		return SignedMessage.append(bytes, made);
	}

}
