package org.web3ecosystem.trustchain.acme.challenge;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where a validation may connect to: addresses on which names of the zone live. Names are
 * registered by nodes, and a node may give any address for them, so an address counts
 * only if the operator, or the genesis document, said so too. Loopback is this machine,
 * hence nobody's but that of a client on this machine; link-local, multicast and
 * unspecified addresses are nobody's at all, whatever was said.
 */
public final class AddressPolicy {

	private final List<AddressRange> allowed;

	private AddressPolicy(List<AddressRange> allowed) {
		this.allowed = List.copyOf(allowed);
	}

	/**
	 * @param known addresses that the genesis document has
	 * @param ranges further ones, such as {@code 192.0.2.0/24}
	 */
	public static AddressPolicy of(List<InetAddress> known, List<String> ranges) {
		return new AddressPolicy(
				Stream.concat(known.stream().map(AddressRange::only), ranges.stream().map(AddressRange::parse))
					.toList());
	}

	/**
	 * What lies in any of these and nothing else, loopback and link-local addresses too.
	 * @param ranges such as {@code 192.0.2.0/24}
	 */
	public static Predicate<InetAddress> ranges(List<String> ranges) {
		List<AddressRange> all = ranges.stream().map(AddressRange::parse).toList();
		return address -> all.stream().anyMatch(range -> range.contains(address));
	}

	/**
	 * Whether to connect there.
	 * @param local the client that asks is on this machine
	 */
	public boolean allows(InetAddress address, boolean local) {
		if (address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress()) {
			return false;
		}
		if (address.isLoopbackAddress()) {
			return local;
		}
		return allowed.stream().anyMatch(range -> range.contains(address));
	}

}
