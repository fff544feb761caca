package org.web3ecosystem.platform.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Who is counted as one: an address or, of IPv6, its first 64 bits, since whoever has one
 * has all of those.
 *
 * @param hex what is compared
 */
record Source(String hex) {

	private static final int SUBNET = 8;

	static Source of(InetAddress from) {
		byte[] address = from.getAddress();
		return new Source(
				HexFormat.of().formatHex(from instanceof Inet6Address ? Arrays.copyOf(address, SUBNET) : address));
	}

}
