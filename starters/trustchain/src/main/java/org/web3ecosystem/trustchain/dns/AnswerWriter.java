package org.web3ecosystem.trustchain.dns;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Writes answers: the question as it came, records, and EDNS if the client spoke it. */
final class AnswerWriter {

	/** An OPT without options. */
	static final int OPT = 11;

	private static final int QR = 0x8000;

	private static final int AA = 0x0400;

	private static final int TC = 0x0200;

	/** Recursion Available (RFC 1035, section 4.1.1). */
	static final int RA = 0x0080;

	/** Opcode, RD and CD come back as they came. */
	private static final int ECHOED = 0x7910;

	private static final int DO = 0x8000;

	private static final int CO = 0x4000;

	/** Code and length. */
	private static final int OPTION_HEAD = 4;

	private static final int EXTENDED_ERROR = 15;

	private AnswerWriter() {
	}

	/** A header, EDNS if the client spoke it, and nothing else. */
	static ByteBuffer write(Query.Faulty query) {
		return write(query, query.rcode(), Optional.empty());
	}

	/**
	 * The same.
	 * @param rcode also above 15, for a client that spoke EDNS
	 * @param cookie for the client that showed one
	 */
	static ByteBuffer write(Query.Faulty query, int rcode, Optional<byte[]> cookie) {
		Prepared nothing = new Prepared(rcode, false, 0, 0, 0, new byte[0], 0, Optional.empty());
		ByteBuffer out = ByteBuffer
			.allocate(Dns.HEADER + (query.edns().isPresent() ? OPT + optionsLength(nothing, cookie) : 0));
		out.putShort((short) query.id()).putShort((short) flags(query.flags(), nothing, false)).putInt(0);
		out.putShort((short) 0).putShort((short) (query.edns().isPresent() ? 1 : 0));
		query.edns().ifPresent(edns -> putOpt(out, edns, nothing, cookie));
		return out.flip();
	}

	/** How large an answer over UDP may be. */
	static int udpLimit(Query.Asked query) {
		return query.edns().map(edns -> udpLimit(edns.payload())).orElse(Dns.MIN_UDP);
	}

	static int udpLimit(int payload) {
		return Math.clamp(payload, Dns.MIN_UDP, Dns.MAX_UDP);
	}

	/** Of the question's flags, those that come back. */
	static int echoed(int asked) {
		return asked & ECHOED;
	}

	static int flags(int asked, Prepared answer, boolean truncated) {
		return QR | echoed(asked) | (answer.authoritative() ? AA : 0) | (truncated ? TC : 0) | answer.rcode() & 0xf;
	}

	/**
	 * Writes at most {@code limit} bytes. What does not fit makes the answer a truncated
	 * one without records, but only if it is an answer: additional records are a
	 * courtesy.
	 * @param cookie for the client that showed one
	 */
	static ByteBuffer write(Query.Asked query, Prepared answer, int limit, Optional<byte[]> cookie) {
		int room = limit - Dns.HEADER - query.question().length - optLength(query, answer, cookie);
		if (answer.records().length <= room) {
			return write(query, answer, answer.records().length, answer.additional(), cookie, false);
		}
		if (answer.needed() <= room) {
			return write(query, answer, answer.needed(), 0, cookie, false);
		}
		return write(query, answer.withoutRecords(), 0, 0, cookie, true);
	}

	/** The same for a client on an encrypted way, padded if its question was. */
	static ByteBuffer writeSecured(Query.Asked query, Prepared answer, int limit, Optional<byte[]> cookie) {
		ByteBuffer whole = write(query, answer, limit, cookie);
		return query.edns().filter(Query.Edns::padded).isPresent()
				? Padding.padded(whole, optionsLength(answer, cookie)) : whole;
	}

	/** No records: the client is to ask over TCP. */
	static ByteBuffer truncated(Query.Asked query) {
		return write(query, Prepared.of(query, Answer.refusing(Dns.NOERROR)), 0, 0, Optional.empty(), true);
	}

	private static ByteBuffer write(Query.Asked query, Prepared answer, int length, int additional,
			Optional<byte[]> cookie, boolean truncated) {
		ByteBuffer out = ByteBuffer
			.allocate(Dns.HEADER + query.question().length + length + optLength(query, answer, cookie));
		out.putShort((short) query.id()).putShort((short) flags(query.flags(), answer, truncated)).putShort((short) 1);
		out.putShort((short) answer.answers()).putShort((short) answer.authority());
		out.putShort((short) (additional + (query.edns().isPresent() ? 1 : 0)));
		out.put(query.question()).put(answer.records(), 0, length);
		query.edns().ifPresent(edns -> putOpt(out, edns, answer, cookie));
		return out.flip();
	}

	private static int optLength(Query.Asked query, Prepared answer, Optional<byte[]> cookie) {
		return query.edns().isPresent() ? OPT + optionsLength(answer, cookie) : 0;
	}

	private static int optionsLength(Prepared answer, Optional<byte[]> cookie) {
		return (answer.error().isPresent() ? OPTION_HEAD + 2 : 0)
				+ cookie.map(shown -> OPTION_HEAD + shown.length).orElse(0);
	}

	private static void putOpt(ByteBuffer out, Query.Edns edns, Prepared answer, Optional<byte[]> cookie) {
		out.put((byte) 0).putShort((short) Dns.OPT).putShort((short) Dns.MAX_UDP);
		out.put((byte) (answer.rcode() >>> 4))
			.put((byte) 0)
			.putShort((short) ((edns.dnssecOk() ? DO : 0) | (edns.compactOk() ? CO : 0)));
		out.putShort((short) optionsLength(answer, cookie));
		answer.error()
			.ifPresent(
					error -> out.putShort((short) EXTENDED_ERROR).putShort((short) 2).putShort((short) error.code()));
		cookie.ifPresent(shown -> out.putShort((short) Dns.COOKIE).putShort((short) shown.length).put(shown));
	}

}
