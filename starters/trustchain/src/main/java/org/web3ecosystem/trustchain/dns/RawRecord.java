package org.web3ecosystem.trustchain.dns;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A record as it stands in a message (RFC 1035, section 4.1.3), for what is lost when it
 * is read.
 *
 * @param root whether its owner is the root
 * @param dnsClass of an OPT, how much its sender takes
 * @param ttl of an OPT, its flags
 * @param data RDATA
 */
public record RawRecord(boolean root, int type, int dnsClass, int ttl, byte[] data) {

	/**
	 * Those that stand before what cannot be read. Takes any bytes; the work is linear in
	 * their number, which the caller bounds.
	 * @param message at its position, to its limit
	 */
	public static List<RawRecord> of(ByteBuffer message) {
		List<RawRecord> all = new ArrayList<>();
		ByteBuffer in = message.slice();
		try {
			int questions = in.getShort(4) & 0xffff;
			int records = (in.getShort(6) & 0xffff) + (in.getShort(8) & 0xffff) + (in.getShort(10) & 0xffff);
			in.position(Dns.HEADER);
			for (int i = 0; i < questions; i++) {
				skipName(in);
				in.getInt();
			}
			for (int i = 0; i < records; i++) {
				all.add(next(in));
			}
		}
		catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
			return all;
		}
		return all;
	}

	private static RawRecord next(ByteBuffer in) {
		boolean root = skipName(in);
		int type = in.getShort() & 0xffff;
		int dnsClass = in.getShort() & 0xffff;
		int ttl = in.getInt();
		int length = in.getShort() & 0xffff;
		if (length > in.remaining()) {
			throw new BufferUnderflowException();
		}
		byte[] data = new byte[length];
		in.get(data);
		return new RawRecord(root, type, dnsClass, ttl, data);
	}

	private static boolean skipName(ByteBuffer in) {
		int begin = in.position();
		while (true) {
			int length = in.get() & 0xff;
			if (length == 0) {
				return in.position() == begin + 1;
			}
			if (length >= 0xc0) {
				in.get();
				return false;
			}
			in.position(in.position() + length);
		}
	}

}
