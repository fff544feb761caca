package org.web3ecosystem.trustchain.tsig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

import org.web3ecosystem.spi.discovery.Name;

/**
 * Whether a request is signed, and by whom (RFC 8945, section 5.2). What it costs is
 * bounded by the size of the message, which its caller bounds; a key that is not known
 * costs no hashing. Thread-safe.
 */
public final class TsigCheck {

	private static final int QR = 0x8000;

	/** Opcode and RD. */
	private static final int ECHOED = 0x7900;

	private static final Duration SECOND = Duration.ofSeconds(1);

	/** The shortest MAC there can be, in bytes. */
	private static final int SHORTEST_MAC = 10;

	private final TsigKeys keys;

	private final Clock clock;

	public TsigCheck(TsigKeys keys, InstantSource clock) {
		this.keys = keys;
		// a signature has seconds, and is not older within the one in which it was made
		this.clock = Clock.tick(clock.withZone(ZoneOffset.UTC), SECOND);
	}

	/** Whether it is a request that has a signature, whatever that is worth. */
	public static boolean isSigned(ByteBuffer message) {
		return message.remaining() >= SignedMessage.HEADER && (message.getShort(message.position() + 2) & QR) == 0
				&& SignedMessage.signatureAt(message).isPresent();
	}

	/**
	 * What the signature is worth. A message that cannot be read, or is no request, has
	 * none.
	 */
	public Checked check(ByteBuffer message) {
		if (!isSigned(message)) {
			return new Checked.Unsigned();
		}
		byte[] bytes = new byte[message.remaining()];
		message.get(message.position(), bytes);
		SignedMessage.Place at = SignedMessage.signatureAt(message).orElseThrow();
		try {
			Message read = new Message(bytes);
			TSIGRecord signature = read.getTSIG();
			// RFC 8945, section 5.1: the last record of all, and one alone
			if (signature == null || signature.getDClass() != DClass.ANY || signature.getTTL() != 0
					|| at.end() < bytes.length) {
				return new Checked.Refused(header(bytes, Rcode.FORMERR));
			}
			return check(bytes, at.begin(), read, signature);
		}
		catch (IOException | RuntimeException malformed) {
			return new Checked.Refused(header(bytes, Rcode.FORMERR));
		}
	}

	private Checked check(byte[] bytes, int at, Message read, TSIGRecord signature) {
		Optional<TsigKey> known = find(signature)
			.filter(key -> key.algorithm().wire().equals(signature.getAlgorithm()));
		if (known.isEmpty()) {
			return unsigned(bytes, signature, Rcode.BADKEY);
		}
		TsigKey key = known.get();
		if (!canBe(signature.getSignature().length, key.algorithm())) {
			return new Checked.Refused(header(bytes, Rcode.FORMERR));
		}
		int error = key.tsig(clock).verify(read, bytes, null);
		if (error == Rcode.NOERROR && signature.getSignature().length < key.algorithm().length()) {
			// RFC 8945, section 5.2.4: a cut one is another one, and could be sent again
			error = Rcode.BADTRUNC;
		}
		return switch (error) {
			case Rcode.NOERROR -> new Checked.Verified(key, SignedMessage.without(bytes, at),
					new AnswerSigner(key.tsig(clock), key.signatureLength(), signature));
			// RFC 8945, sections 5.2.3 and 5.2.4: these are signed
			case Rcode.BADTIME, Rcode.BADTRUNC -> signed(bytes, key.tsig(clock), signature, error);
			default -> unsigned(bytes, signature, error);
		};
	}

	/** RFC 8945, section 5.2.2.1. */
	private static boolean canBe(int mac, TsigKey.Algorithm algorithm) {
		return mac >= Math.max(SHORTEST_MAC, algorithm.length() / 2) && mac <= algorithm.length();
	}

	private Optional<TsigKey> find(TSIGRecord signature) {
		try {
			return keys.find(new Name(signature.getName().toString()));
		}
		catch (IllegalArgumentException impossible) {
			return Optional.empty();
		}
	}

	private static Checked unsigned(byte[] bytes, TSIGRecord asked, int error) {
		ByteBuffer answer = header(bytes, Rcode.NOTAUTH);
		return new Checked.Refused(SignedMessage.append(answer.array(),
				new TSIGRecord(asked.getName(), DClass.ANY, 0, asked.getAlgorithm(), asked.getTimeSigned(),
						asked.getFudge(), new byte[0], asked.getOriginalID(), error, new byte[0])));
	}

	private static Checked signed(byte[] bytes, TSIG tsig, TSIGRecord asked, int error) {
		ByteBuffer answer = header(bytes, Rcode.NOTAUTH);
		int id = answer.getShort(0) & 0xffff;
		return new Checked.Refused(SignedMessage.append(answer.array(),
				tsig.generate(new Message(id), answer.array(), error, asked, true)));
	}

	/** An answer without records. */
	private static ByteBuffer header(byte[] asked, int rcode) {
		ByteBuffer in = ByteBuffer.wrap(asked);
		byte[] question = SignedMessage.question(asked);
		ByteBuffer answer = ByteBuffer.allocate(SignedMessage.HEADER + question.length);
		answer.putShort(in.getShort(0)).putShort((short) (QR | in.getShort(2) & ECHOED | rcode));
		answer.putShort((short) ((question.length > 0) ? 1 : 0)).putShort((short) 0).putInt(0);
		return answer.put(question).flip();
	}

}
