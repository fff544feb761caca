package org.web3ecosystem.trustchain.tsig;

import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;

import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/**
 * A request of this node's own, signed, and what the answer to it is worth (RFC 8945,
 * sections 5.1 and 5.4). Immutable.
 */
public final class SignedRequest {

	private final TSIG tsig;

	private final TSIGRecord signature;

	private final byte[] message;

	private SignedRequest(TSIG tsig, TSIGRecord signature, byte[] message) {
		this.tsig = tsig;
		this.signature = signature;
		this.message = message;
	}

	/**
	 * The message with a signature behind it.
	 * @param message one that can be read
	 * @throws IllegalArgumentException if it cannot
	 */
	public static SignedRequest of(byte[] message, TsigKey key, InstantSource clock) {
		TSIG tsig = key.tsig(time(clock));
		try {
			TSIGRecord signature = tsig.generate(new Message(message), message, Rcode.NOERROR, null);
			return new SignedRequest(tsig, signature, SignedMessage.append(message, signature).array());
		}
		catch (IOException malformed) {
			throw new IllegalArgumentException("this is no message", malformed);
		}
	}

	private static Clock time(InstantSource clock) {
		return clock.withZone(ZoneOffset.UTC);
	}

	/** As it is sent. */
	public byte[] message() {
		return message.clone();
	}

	/**
	 * Why an answer is not to be believed; nothing if it is by who has the key, to this
	 * request and of just now.
	 * @param read what can be read of it
	 * @param answer as it came
	 */
	public Optional<String> objection(Message read, byte[] answer) {
		if (read.getTSIG() == null) {
			return Optional.of("it is not signed");
		}
		int error = tsig.verify(read, answer, signature);
		return (error == Rcode.NOERROR) ? Optional.empty() : Optional.of(Rcode.TSIGstring(error));
	}

}
