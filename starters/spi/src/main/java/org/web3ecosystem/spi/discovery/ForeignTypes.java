package org.web3ecosystem.spi.discovery;

import java.util.List;
import java.util.Set;

/**
 * Which types of record are looked up of a name outside the federation, by the form of
 * the name. A {@link Resolution} of such a name says nothing about other types.
 */
public final class ForeignTypes {

	private static final int A = 1;

	private static final int PTR = 12;

	private static final int TXT = 16;

	private static final int AAAA = 28;

	private static final int SRV = 33;

	private static final int TLSA = 52;

	private static final int SVCB = 64;

	private static final int HTTPS = 65;

	private static final int CAA = 257;

	private static final Set<Integer> HOST = Set.of(A, AAAA, TXT, HTTPS, CAA);

	/** Of a name that begins with an underscore: of a service (RFC 8552). */
	private static final Set<Integer> SERVICE = Set.of(A, AAAA, TXT, SRV, PTR, SVCB, HTTPS, TLSA);

	/** Of an address (RFC 1035, section 3.5; RFC 3596, section 2.5). */
	private static final Set<Integer> ADDRESS = Set.of(PTR, TXT);

	private static final Set<Integer> REQUIRED_OF_HOST = Set.of(A, AAAA);

	private static final Set<Integer> REQUIRED_OF_SERVICE = Set.of(SRV);

	private static final Set<Integer> REQUIRED_OF_ADDRESS = Set.of(PTR);

	private static final List<Name> ADDRESSES = List.of(new Name("in-addr.arpa"), new Name("ip6.arpa"));

	private ForeignTypes() {
	}

	/** Their numbers (RFC 6895). */
	public static Set<Integer> of(Name name) {
		return choose(name, HOST, SERVICE, ADDRESS);
	}

	/**
	 * Those of them without which nothing is said of the name: what such names are looked
	 * up for. There are resolvers, and filters before them, that fail for younger types.
	 */
	public static Set<Integer> required(Name name) {
		return choose(name, REQUIRED_OF_HOST, REQUIRED_OF_SERVICE, REQUIRED_OF_ADDRESS);
	}

	private static Set<Integer> choose(Name name, Set<Integer> host, Set<Integer> service, Set<Integer> address) {
		if (ADDRESSES.stream().anyMatch(name::isWithin)) {
			return address;
		}
		return name.text().startsWith("_") ? service : host;
	}

}
