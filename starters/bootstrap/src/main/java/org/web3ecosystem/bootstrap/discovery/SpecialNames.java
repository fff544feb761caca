package org.web3ecosystem.bootstrap.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/**
 * Names that no resolver is asked for: {@code localhost} is this machine, and
 * {@code invalid}, {@code test} and {@code onion} are nowhere in DNS (RFC 6761, sections
 * 6.2 to 6.4; RFC 7686). So are the addresses of loopback. What is for private use, such
 * as {@code internal} and {@code home.arpa}, the operator's resolver may well know.
 */
final class SpecialNames {

	private static final Duration TTL = Duration.ofHours(1);

	private static final Name LOCALHOST = new Name("localhost");

	private static final List<Name> NOWHERE = List.of(new Name("invalid"), new Name("test"), new Name("onion"));

	private static final Name LOOPBACK_4 = new Name("127.in-addr.arpa");

	private static final Name LOCALHOST_4 = new Name("1.0.0.127.in-addr.arpa");

	private static final Name LOCALHOST_6 = new Name("1." + "0.".repeat(31) + "ip6.arpa");

	private static final List<ResourceRecord> HERE = List.of(
			new ResourceRecord.Address(InetAddress.ofLiteral("127.0.0.1")),
			new ResourceRecord.Address(InetAddress.ofLiteral("::1")));

	private SpecialNames() {
	}

	/** What is said of it, if it is one. */
	static Optional<Resolution> find(Name name) {
		if (name.isWithin(LOCALHOST)) {
			return Optional.of(found(HERE));
		}
		if (name.equals(LOCALHOST_4) || name.equals(LOCALHOST_6)) {
			return Optional.of(found(List.of(new ResourceRecord.Pointer(LOCALHOST))));
		}
		if (LOCALHOST_4.isWithin(name) && name.isWithin(LOOPBACK_4)) {
			return Optional.of(found(List.of()));
		}
		return (name.isWithin(LOOPBACK_4) || NOWHERE.stream().anyMatch(name::isWithin))
				? Optional.of(new Resolution.NotFound(TTL, TraditionalNames.NAME)) : Optional.empty();
	}

	private static Resolution found(List<ResourceRecord> records) {
		return new Resolution.Found(records, TTL, false, TraditionalNames.NAME);
	}

}
