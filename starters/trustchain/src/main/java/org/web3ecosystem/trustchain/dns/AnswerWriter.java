package org.web3ecosystem.trustchain.dns;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.dns.Answer.Record;

/** Writes answers: the question as it came, records, and EDNS if the client spoke it. */
final class AnswerWriter {

	private static final int QR = 0x8000;

	private static final int AA = 0x0400;

	private static final int TC = 0x0200;

	/** Opcode, RD and CD come back as they came. */
	private static final int ECHOED = 0x7910;

	private static final int DO = 0x8000;

	private static final int POINTER = 0xc000;

	/** Code and length. */
	private static final int OPTION_HEAD = 4;

	private static final int EXTENDED_ERROR = 15;

	private AnswerWriter() {
	}

	/** A header and nothing else. */
	static ByteBuffer write(Query.Faulty query) {
		return ByteBuffer.allocate(Dns.HEADER)
			.putShort((short) query.id())
			.putShort((short) (QR | query.flags() & ECHOED | query.rcode()))
			.putLong(0)
			.flip();
	}

	/** How large an answer over UDP may be. */
	static int udpLimit(Query.Asked query) {
		return query.edns().map(edns -> Math.clamp(edns.payload(), Dns.MIN_UDP, Dns.MAX_UDP)).orElse(Dns.MIN_UDP);
	}

	/**
	 * Writes at most {@code limit} bytes. What does not fit makes the answer a truncated
	 * one without records, but only if it is an answer: additional records are a
	 * courtesy.
	 * @param cookie for the client that showed one
	 */
	static ByteBuffer write(Query.Asked query, Answer answer, int limit, Optional<byte[]> cookie) {
		Answer shorter = answer.withAdditional(List.of());
		for (Answer candidate : List.of(answer, shorter)) {
			try {
				return write(query, candidate, limit, cookie, false);
			}
			catch (BufferOverflowException tooLong) {
				// the next one is shorter
			}
		}
		Answer empty = new Answer(answer.rcode(), answer.authoritative(), List.of(), List.of(), List.of(),
				answer.error());
		return write(query, empty, limit, cookie, true);
	}

	/** No records: the client is to ask over TCP. */
	static ByteBuffer truncated(Query.Asked query) {
		return write(query, Answer.refusing(Dns.NOERROR), Dns.MIN_UDP, Optional.empty(), true);
	}

	private static ByteBuffer write(Query.Asked query, Answer answer, int limit, Optional<byte[]> cookie,
			boolean truncated) {
		ByteBuffer out = ByteBuffer.allocate(limit);
		int flags = QR | query.flags() & ECHOED | (answer.authoritative() ? AA : 0) | (truncated ? TC : 0)
				| answer.rcode() & 0xf;
		out.putShort((short) query.id()).putShort((short) flags).putShort((short) 1);
		out.putShort((short) answer.answers().size()).putShort((short) answer.authority().size());
		out.putShort((short) (answer.additional().size() + (query.edns().isPresent() ? 1 : 0)));
		out.put(query.question());
		answer.answers().forEach(each -> put(out, each, query));
		answer.authority().forEach(each -> put(out, each, query));
		answer.additional().forEach(each -> put(out, each, query));
		query.edns().ifPresent(edns -> putOpt(out, edns, answer, cookie));
		return out.flip();
	}

	private static void put(ByteBuffer out, Record each, Query.Asked query) {
		putOwner(out, each.owner(), query);
		out.putShort((short) each.type()).putShort((short) Dns.CLASS_IN).putInt(each.ttl());
		out.putShort((short) each.data().length).put(each.data());
	}

	/** RFC 1035, section 4.1.4: the question's name, or an end of it, is pointed to. */
	private static void putOwner(ByteBuffer out, Name owner, Query.Asked query) {
		byte[] name = RecordData.name(owner);
		int questionName = query.question().length - 4;
		if (!query.odd() && query.name().isWithin(owner)) {
			out.putShort((short) (POINTER | Dns.HEADER + questionName - name.length));
		}
		else {
			out.put(name);
		}
	}

	private static void putOpt(ByteBuffer out, Query.Edns edns, Answer answer, Optional<byte[]> cookie) {
		int optionsLength = (answer.error().isPresent() ? OPTION_HEAD + 2 : 0)
				+ cookie.map(shown -> OPTION_HEAD + shown.length).orElse(0);
		out.put((byte) 0).putShort((short) Dns.OPT).putShort((short) Dns.MAX_UDP);
		out.put((byte) (answer.rcode() >>> 4)).put((byte) 0).putShort((short) (edns.dnssecOk() ? DO : 0));
		out.putShort((short) optionsLength);
		answer.error()
			.ifPresent(
					error -> out.putShort((short) EXTENDED_ERROR).putShort((short) 2).putShort((short) error.code()));
		cookie.ifPresent(shown -> out.putShort((short) Dns.COOKIE).putShort((short) shown.length).put(shown));
	}

}
