package org.web3ecosystem.trustchain.dns;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;

/**
 * Reads a query. Takes any bytes: every length is checked against what is left, names in
 * questions may not point anywhere, and the work is linear in the size of the message.
 */
final class QueryReader {

	/** The largest query that is looked at; a question and an OPT need less than 400. */
	static final int MAX_QUERY = 4096;

	private static final int QR = 0x8000;

	private static final int OPCODE = 0x7800;

	private static final int UPDATE = Dns.UPDATE << 11;

	private static final int MAX_ADDITIONAL = 4;

	/** RFC 1035, section 2.3.4: length bytes and the root's included. */
	private static final int MAX_NAME = 255;

	private final ByteBuffer in;

	private final int id;

	private final int flags;

	private QueryReader(ByteBuffer in) {
		this.in = in;
		this.id = in.getShort() & 0xffff;
		this.flags = in.getShort() & 0xffff;
	}

	static Query read(ByteBuffer message) {
		if (message.remaining() < Dns.HEADER || message.remaining() > MAX_QUERY) {
			return new Query.Ignored();
		}
		QueryReader reader = new QueryReader(message.slice());
		// answering an answer could go on for ever between two servers
		if ((reader.flags & QR) != 0) {
			return new Query.Ignored();
		}
		if ((reader.flags & OPCODE) != 0) {
			// RFC 2136, section 3.3: one that is signed does not come here
			return reader.faulty(((reader.flags & OPCODE) == UPDATE) ? Dns.REFUSED : Dns.NOTIMP);
		}
		try {
			return reader.query();
		}
		catch (BufferUnderflowException | IllegalArgumentException malformed) {
			return reader.faulty(Dns.FORMERR);
		}
	}

	/** Whether it is an update (RFC 2136). */
	static boolean isUpdate(ByteBuffer message) {
		return message.remaining() >= Dns.HEADER && message.remaining() <= MAX_QUERY
				&& (message.getShort(message.position() + 2) & (QR | OPCODE)) == UPDATE;
	}

	/** What an update is answered with. */
	static Query.Faulty header(ByteBuffer update, int rcode) {
		return new Query.Faulty(update.getShort(update.position()) & 0xffff, UPDATE, rcode, edns(update));
	}

	private Query query() {
		int questions = unsigned16();
		int answers = unsigned16();
		int authorities = unsigned16();
		int additional = unsigned16();
		if (questions > 1 || answers != 0 || authorities > questions || additional > MAX_ADDITIONAL) {
			return faulty(Dns.FORMERR);
		}
		if (questions == 0) {
			return cookie(additional);
		}
		ReadName name = name();
		int type = unsigned16();
		int dnsClass = unsigned16();
		byte[] question = Arrays.copyOfRange(in.array(), in.arrayOffset() + Dns.HEADER,
				in.arrayOffset() + in.position());
		if (authorities == 1) {
			known(type);
		}
		Optional<Query.Edns> edns = additional(additional);
		if (type == Dns.OPT) {
			return faulty(Dns.FORMERR);
		}
		return new Query.Asked(id, flags, question, name.name(), name.odd(), type, dnsClass, edns);
	}

	/** RFC 7873, section 5.4. */
	private Query cookie(int additional) {
		Optional<Query.Edns> edns = additional(additional);
		return edns.filter(each -> each.version() == 0 && each.cookie().isPresent()).isPresent()
				? new Query.Faulty(id, flags, Dns.NOERROR, edns) : faulty(Dns.FORMERR);
	}

	/** RFC 1995, section 3: the SOA that a client of an incremental transfer has. */
	private void known(int type) {
		skipName();
		if (type != Dns.IXFR || unsigned16() != Dns.SOA) {
			throw new IllegalArgumentException("a question has nothing in its authority section");
		}
		in.position(in.position() + Short.BYTES + Integer.BYTES);
		int length = unsigned16();
		in.position(in.position() + length);
	}

	private Optional<Query.Edns> additional(int records) {
		Optional<Query.Edns> edns = Optional.empty();
		for (int i = 0; i < records; i++) {
			Optional<Query.Edns> found = record();
			if (found.isPresent() && edns.isPresent()) {
				throw new IllegalArgumentException("two OPT");
			}
			edns = edns.or(() -> found);
		}
		if (in.hasRemaining()) {
			throw new IllegalArgumentException("something stands behind the message");
		}
		return edns;
	}

	private record ReadName(Name name, boolean odd) {
	}

	/** RFC 1035, section 4.1.2; nothing stands before a question to point to. */
	private ReadName name() {
		StringBuilder text = new StringBuilder();
		boolean odd = false;
		while (in.position() - Dns.HEADER < MAX_NAME) {
			int length = in.get() & 0xff;
			if (length == 0) {
				return new ReadName(new Name(text.toString()), odd);
			}
			if (length > 63) {
				throw new IllegalArgumentException("a compressed or extended label in a question");
			}
			byte[] label = new byte[length];
			in.get(label);
			if (isPlain(label)) {
				text.append(text.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
			}
			else {
				odd = true;
				text.setLength(0);
			}
		}
		throw new IllegalArgumentException("too long a name");
	}

	private static boolean isPlain(byte[] label) {
		for (byte each : label) {
			boolean plain = each >= 'a' && each <= 'z' || each >= 'A' && each <= 'Z' || each >= '0' && each <= '9'
					|| each == '-' || each == '_';
			if (!plain) {
				return false;
			}
		}
		return true;
	}

	/** A record of the additional section; its content if it is an OPT. */
	private Optional<Query.Edns> record() {
		boolean root = in.hasRemaining() && in.get(in.position()) == 0;
		skipName();
		int type = unsigned16();
		int payload = unsigned16();
		int extended = in.getInt();
		byte[] data = new byte[Math.min(unsigned16(), in.remaining() + 1)];
		in.get(data);
		if (type != Dns.OPT) {
			return Optional.empty();
		}
		if (!root) {
			throw new IllegalArgumentException("an OPT has the root's name");
		}
		Options options = options(ByteBuffer.wrap(data));
		return Optional.of(edns(payload, extended, options));
	}

	private record Options(Optional<byte[]> cookie, boolean padded) {
	}

	/** Of cookies the first one counts (RFC 7873, section 5.2). */
	private static Options options(ByteBuffer options) {
		Optional<byte[]> cookie = Optional.empty();
		boolean padded = false;
		while (options.hasRemaining()) {
			int code = options.getShort() & 0xffff;
			int length = options.getShort() & 0xffff;
			padded |= code == Padding.OPTION;
			if (length > options.remaining()) {
				throw new IllegalArgumentException("an option goes past its record");
			}
			if (code == Dns.COOKIE && cookie.isEmpty()) {
				if (!Cookies.isWellFormed(length)) {
					throw new IllegalArgumentException("a cookie of " + length + " bytes");
				}
				byte[] shown = new byte[length];
				options.get(shown);
				cookie = Optional.of(shown);
			}
			else {
				options.position(options.position() + length);
			}
		}
		return new Options(cookie, padded);
	}

	private void skipName() {
		while (true) {
			int length = in.get() & 0xff;
			if (length == 0) {
				return;
			}
			if (length >= 0xc0) {
				in.get();
				return;
			}
			if (length > 63 || length > in.remaining()) {
				throw new IllegalArgumentException("not a label");
			}
			in.position(in.position() + length);
		}
	}

	private int unsigned16() {
		return in.getShort() & 0xffff;
	}

	private Query faulty(int rcode) {
		return new Query.Faulty(id, flags, rcode, edns(in.duplicate().position(0)));
	}

	/** RFC 6891, section 6.1.1: whoever speaks it is answered in it. */
	private static Optional<Query.Edns> edns(ByteBuffer message) {
		return RawRecord.of(message)
			.stream()
			.filter(record -> record.root() && record.type() == Dns.OPT)
			.findFirst()
			.map(opt -> edns(opt.dnsClass(), opt.ttl(), new Options(Optional.empty(), false)));
	}

	private static Query.Edns edns(int payload, int extended, Options options) {
		return new Query.Edns(payload, extended >>> 16 & 0xff, (extended & 0x8000) != 0, (extended & 0x4000) != 0,
				options.cookie(), options.padded());
	}

}
