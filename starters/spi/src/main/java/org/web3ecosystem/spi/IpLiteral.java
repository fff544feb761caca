package org.web3ecosystem.spi;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * Reads IP addresses as a person or a peer writes them. What could be a host name is
 * refused before anything could look it up.
 */
public final class IpLiteral {

	/** Four numbers, or something with a colon: never what could be a host name. */
	private static final Pattern LITERAL = Pattern
		.compile("(\\d{1,3}\\.){3}\\d{1,3}|(?=.{2,45}$)[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

	private IpLiteral() {
	}

	/**
	 * The address; asks no resolver.
	 * @throws IllegalArgumentException if this is no IP literal
	 */
	public static InetAddress parse(String text) {
		if (!LITERAL.matcher(text).matches()) {
			throw new IllegalArgumentException("not an IP literal: '" + text + "'");
		}
		try {
			return InetAddress.ofLiteral(text);
		}
		catch (IllegalArgumentException malformed) {
			throw new IllegalArgumentException("not an IP literal: '" + text + "'", malformed);
		}
	}

}
