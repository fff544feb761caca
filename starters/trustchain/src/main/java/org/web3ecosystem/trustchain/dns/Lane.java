package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The short way of a datagram: what asks plainly for something that is ready is answered
 * here, with nothing made on the way but a client's cookie. All else is left to
 * {@link QueryReader} and {@link Zone}, which would say the same. For one thread.
 */
final class Lane {

	/** It is not for here. */
	static final int ELSEWHERE = -1;

	/** It was counted, and there were too many: see {@link #verdict()}. */
	static final int LIMITED = -2;

	private static final int QR_OPCODE = 0xf800;

	/** The longest answer: header, question, records as over UDP, EDNS with a cookie. */
	static final int MAX_STREAM = 2048;

	private static final int TYPE_AND_CLASS = 4;

	private static final int OPTION_HEAD = 4;

	private static final int COOKIE = Cookies.CLIENT + Cookies.SERVER;

	private final Readiness readiness;

	private final Forwarding forwarding;

	private final Cookies cookies;

	private final ResponseRate.Judge judge;

	private final LongSupplier nanos;

	private final WireName name;

	private ResponseRate.Verdict verdict = ResponseRate.Verdict.SEND;

	private boolean stream;

	private int cookieAt;

	private int cookieLength;

	Lane(Readiness readiness, Forwarding forwarding, Cookies cookies, ResponseRate.Judge judge, LongSupplier nanos) {
		this.readiness = readiness;
		this.forwarding = forwarding;
		this.cookies = cookies;
		this.judge = judge;
		this.nanos = nanos;
		this.name = new WireName(readiness.seed());
	}

	/**
	 * Answers over a connection, where nothing is limited.
	 * @param out where the answer goes, of {@link #MAX_STREAM} bytes
	 * @return the length of the answer, or {@link #ELSEWHERE}
	 */
	int stream(byte[] in, InetAddress client, byte[] out) {
		stream = true;
		return answer(in, in.length, client, out);
	}

	/**
	 * Answers.
	 * @param out where the answer goes, of {@link Dns#MAX_UDP} bytes
	 * @return the length of the answer, {@link #ELSEWHERE} or {@link #LIMITED}
	 */
	int answer(byte[] in, int length, InetAddress client, byte[] out) {
		if (length <= Dns.HEADER + TYPE_AND_CLASS || (read16(in, 2) & QR_OPCODE) != 0 || read16(in, 4) != 1
				|| read16(in, 6) != 0 || read16(in, 8) != 0 || in[10] != 0 || in[11] >>> 1 != 0
				|| !name.read(in, Dns.HEADER, length - TYPE_AND_CLASS)) {
			return ELSEWHERE;
		}
		int at = Dns.HEADER + name.length() + TYPE_AND_CLASS;
		boolean edns = in[11] == 1;
		if (read16(in, at - 2) != Dns.CLASS_IN || !(edns ? isPlainOpt(in, at, length) : at == length)) {
			return ELSEWHERE;
		}
		long now = nanos.getAsLong();
		Ready.Entry entry = readiness.find(name, Readiness.kind(read16(in, at - TYPE_AND_CLASS),
				edns && (in[at + 7] & 0x80) != 0, edns && (in[at + 7] & 0x40) != 0), now);
		return (entry != null && (!entry.foreign() || forwarding.isFor(read16(in, 2), client)))
				? answer(entry, in, at, edns, client, out) : ELSEWHERE;
	}

	/** RFC 6891, section 6.1.2, and of the options the first cookie. */
	private boolean isPlainOpt(byte[] in, int begin, int end) {
		int at = begin + AnswerWriter.OPT;
		if (at > end || in[begin] != 0 || read16(in, begin + 1) != Dns.OPT || in[begin + 6] != 0
				|| read16(in, at - 2) != end - at) {
			return false;
		}
		cookieLength = 0;
		while (at < end) {
			if (end - at < OPTION_HEAD) {
				return false;
			}
			int code = read16(in, at);
			int length = read16(in, at + 2);
			at += OPTION_HEAD;
			if (length > end - at) {
				return false;
			}
			if (code == Dns.COOKIE && cookieLength == 0) {
				if (!Cookies.isWellFormed(length)) {
					return false;
				}
				cookieAt = at;
				cookieLength = length;
			}
			at += length;
		}
		return true;
	}

	private int answer(Ready.Entry entry, byte[] in, int questionEnd, boolean edns, InetAddress client, byte[] out) {
		byte @Nullable [] shown = (edns && cookieLength > 0) ? Arrays.copyOfRange(in, cookieAt, cookieAt + cookieLength)
				: null;
		int limit = stream ? out.length : edns ? AnswerWriter.udpLimit(read16(in, questionEnd + 3)) : Dns.MIN_UDP;
		int optLength = edns ? AnswerWriter.OPT + ((shown != null) ? OPTION_HEAD + COOKIE : 0) : 0;
		if (questionEnd + entry.length() + optLength > limit) {
			return ELSEWHERE;
		}
		if (!stream && (shown == null || !cookies.isOurs(shown, client))) {
			verdict = judge.judge(client, entry.equal());
			if (verdict != ResponseRate.Verdict.SEND) {
				return LIMITED;
			}
		}
		System.arraycopy(in, 0, out, 0, questionEnd);
		write16(out, 2, entry.flags() | AnswerWriter.echoed(read16(in, 2)));
		write16(out, 6, entry.answers());
		write16(out, 8, entry.authority());
		write16(out, 10, entry.additional() + (edns ? 1 : 0));
		System.arraycopy(entry.bytes(), entry.nameLength(), out, questionEnd, entry.length());
		int at = questionEnd + entry.length();
		return edns ? opt(in, questionEnd, out, at, (shown != null) ? cookies.answer(shown, client) : null) : at;
	}

	private static int opt(byte[] in, int asked, byte[] out, int begin, byte @Nullable [] cookie) {
		out[begin] = 0;
		write16(out, begin + 1, Dns.OPT);
		write16(out, begin + 3, Dns.MAX_UDP);
		write16(out, begin + 5, 0);
		// DO and CO come back, the other flags do not
		write16(out, begin + 7, (in[asked + 7] & 0xc0) << 8);
		int at = begin + AnswerWriter.OPT;
		if (cookie == null) {
			write16(out, at - 2, 0);
			return at;
		}
		write16(out, at - 2, OPTION_HEAD + cookie.length);
		write16(out, at, Dns.COOKIE);
		write16(out, at + 2, cookie.length);
		System.arraycopy(cookie, 0, out, at + OPTION_HEAD, cookie.length);
		return at + OPTION_HEAD + cookie.length;
	}

	/** What is to become of the answer that was {@link #LIMITED}. */
	ResponseRate.Verdict verdict() {
		return verdict;
	}

	private static int read16(byte[] bytes, int at) {
		return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
	}

	private static void write16(byte[] bytes, int at, int value) {
		bytes[at] = (byte) (value >>> 8);
		bytes[at + 1] = (byte) value;
	}

}
