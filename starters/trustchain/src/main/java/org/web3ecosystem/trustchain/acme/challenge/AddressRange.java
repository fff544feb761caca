package org.web3ecosystem.trustchain.acme.challenge;

import java.net.InetAddress;

import org.web3ecosystem.spi.IpLiteral;

/**
 * Addresses that begin alike (CIDR).
 *
 * @param first any address of the range
 * @param bits how many bits of it count
 */
record AddressRange(InetAddress first, int bits) {

	AddressRange {
		if (bits < 0 || bits > first.getAddress().length * 8) {
			throw new IllegalArgumentException("a range has 0 to " + first.getAddress().length * 8 + " bits");
		}
	}

	/**
	 * Reads {@code 192.0.2.0/24} or one address; asks no resolver.
	 * @throws IllegalArgumentException if it is neither
	 */
	static AddressRange parse(String text) {
		int slash = text.indexOf('/');
		if (slash < 0) {
			return only(IpLiteral.parse(text));
		}
		if (!text.substring(slash + 1).matches("[0-9]{1,3}")) {
			throw new IllegalArgumentException("not a range of addresses: '" + text + "'");
		}
		return new AddressRange(IpLiteral.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
	}

	static AddressRange only(InetAddress address) {
		return new AddressRange(address, address.getAddress().length * 8);
	}

	boolean contains(InetAddress address) {
		byte[] mine = first.getAddress();
		byte[] other = address.getAddress();
		if (mine.length != other.length) {
			return false;
		}
		for (int bit = 0; bit < bits; bit++) {
			int mask = 0x80 >>> bit % 8;
			if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
				return false;
			}
		}
		return true;
	}

}
