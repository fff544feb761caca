package org.web3ecosystem.trustchain.dnssec;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;

/**
 * Compact denial of existence (RFC 9824): a record made for the question alone, which
 * says of the name that was asked for which types it has, and of no other name anything.
 */
public final class Denial {

	/** Of the pseudo-type that says that a name does not exist at all. */
	public static final int NXNAME = 128;

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
	 * The next name in canonical order (RFC 4034, section 6.1), where there is room for
	 * it.
	 */
	private static Name successor(Name name) {
		try {
			return Name.concatenate(Name.fromString("\\000"), name);
		}
		catch (NameTooLongException | org.xbill.DNS.TextParseException tooLong) {
			throw new IllegalArgumentException("the name has no room for a label before it", tooLong);
		}
	}

}
