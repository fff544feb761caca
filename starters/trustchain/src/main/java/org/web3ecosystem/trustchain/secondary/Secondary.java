package org.web3ecosystem.trustchain.secondary;

import java.net.InetSocketAddress;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.trustchain.tsig.TsigKey;

/**
 * A name server that is told of news.
 *
 * @param address where it listens
 * @param key by which it knows this one
 */
public record Secondary(InetSocketAddress address, TsigKey key) {

	/** The most of them. */
	public static final int MOST = 16;

	private static final int PORTS = 65_535;

	/**
	 * An address as a person writes it, {@code 192.0.2.1:53} or {@code [2001:db8::1]:53}.
	 * Asks no resolver.
	 * @throws IllegalArgumentException if it is none
	 */
	public static InetSocketAddress address(String text) {
		int colon = text.lastIndexOf(':');
		String host = text.substring(0, Math.max(0, colon));
		boolean bracketed = host.startsWith("[") && host.endsWith("]");
		String port = text.substring(colon + 1);
		if (bracketed == host.indexOf(':') < 0 || !port.matches("\\d{1,5}")) {
			throw new IllegalArgumentException("not an address and a port: '" + text + "'");
		}
		int number = Integer.parseInt(port);
		if (number < 1 || number > PORTS) {
			throw new IllegalArgumentException("a port is 1 to " + PORTS + ": '" + text + "'");
		}
		return new InetSocketAddress(IpLiteral.parse(bracketed ? host.substring(1, host.length() - 1) : host), number);
	}

	/** As it is written. */
	public String written() {
		String host = address.getAddress().getHostAddress();
		return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
	}

}
