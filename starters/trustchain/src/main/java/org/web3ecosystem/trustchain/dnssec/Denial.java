package org.web3ecosystem.trustchain.dnssec;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Compact denial of existence (RFC 9824): a record made for the question alone, which
 * says of the name that was asked for which types it has, and of no other name anything.
 */
public final class Denial {

	/** Of the pseudo-type that says that a name does not exist at all. */
	public static final int NXNAME = 128;

	/** Of a name and of a label, in bytes (RFC 1035, section 2.3.4). */
	private static final int MAX_NAME = 255;

	private static final int MAX_LABEL = 63;

	private Denial() {
	}

	/**
	 * The name has these types and no others.
	 * @param types besides those that every signed name has; never fewer than there are,
	 * or who reuses the record (RFC 8198) denies what exists
	 */
	public static RecordSet types(String name, int ttl, Collection<Integer> types) {
		return of(name, ttl, types.stream());
	}

	/** There is no such name. */
	public static RecordSet name(String name, int ttl) {
		return of(name, ttl, Stream.of(NXNAME));
	}

	/**
	 * The name has these types, and no name with records is between it and the next: for
	 * who has the whole zone (RFC 4034, section 4).
	 */
	public static RecordSet next(String name, String next, int ttl, Collection<Integer> types) {
		return of(name, ttl, types.stream(), RecordSet.name(next));
	}

	private static RecordSet of(String name, int ttl, Stream<Integer> types) {
		return of(name, ttl, types, successor(RecordSet.name(name)));
	}

	private static RecordSet of(String name, int ttl, Stream<Integer> types, Name next) {
		int[] all = IntStream.concat(types.mapToInt(Integer::intValue), IntStream.of(Type.RRSIG, Type.NSEC))
			.sorted()
			.distinct()
			.toArray();
		return new RecordSet(name, Type.NSEC, ttl,
				List.of(new NSECRecord(RecordSet.name(name), DClass.IN, ttl, next, all).rdataToWireCanonical()));
	}

	/**
	 * The next name in canonical order (RFC 4034, section 6.1): a label before it; where
	 * there is no room for one, a byte more in its first label; and where there is none
	 * for that either, its first label's last byte is the next one.
	 */
	private static Name successor(Name name) {
		byte[] label = name.getLabel(0);
		byte[] first = Arrays.copyOfRange(label, 1, label.length);
		if (name.length() + 2 <= MAX_NAME) {
			return prefixed(new byte[] { 0 }, name);
		}
		Name parent = new Name(name, 1);
		return (first.length < MAX_LABEL && name.length() < MAX_NAME)
				? prefixed(Arrays.copyOf(first, first.length + 1), parent) : increased(first, parent);
	}

	/** Bytes that cannot grow are left out; letters come in lower case. */
	private static Name increased(byte[] label, Name parent) {
		int last = label.length - 1;
		while (last >= 0 && label[last] == (byte) 0xff) {
			last--;
		}
		if (last < 0) {
			return successor(parent);
		}
		byte[] next = Arrays.copyOf(label, last + 1);
		next[last] = (byte) ((next[last] == 'A' - 1) ? 'Z' + 1 : next[last] + 1);
		return prefixed(next, parent);
	}

	private static Name prefixed(byte[] label, Name name) {
		byte[] wire = new byte[1 + label.length + name.length()];
		wire[0] = (byte) label.length;
		System.arraycopy(label, 0, wire, 1, label.length);
		System.arraycopy(name.toWire(), 0, wire, 1 + label.length, name.length());
		try {
			return new Name(wire);
		}
		catch (IOException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
