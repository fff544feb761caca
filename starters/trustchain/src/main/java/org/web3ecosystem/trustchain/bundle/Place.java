package org.web3ecosystem.trustchain.bundle;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

import org.web3ecosystem.spi.IpLiteral;

/**
 * Where a bundle is.
 *
 * @param host a name or an address, without brackets
 * @param port as in the URL, or 443
 * @param path what is asked for there
 * @param address the host, if it is an address
 */
record Place(String host, int port, String path, Optional<InetAddress> address) {

	private static final int HTTPS = 443;

	private static final int MAX_PORT = 65_535;

	/**
	 * Reads a URL that has the form of an endpoint's.
	 * @throws IllegalArgumentException if it is none
	 */
	static Place of(String endpoint) {
		try {
			URI uri = new URI(endpoint);
			String host = uri.getHost();
			if (host == null || uri.getPort() > MAX_PORT) {
				throw new IllegalArgumentException("not a host and a port: '" + endpoint + "'");
			}
			String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
			String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
			return new Place(bare, (uri.getPort() < 0) ? HTTPS : uri.getPort(), path, literal(bare));
		}
		catch (URISyntaxException malformed) {
			throw new IllegalArgumentException("not an endpoint: " + malformed.getMessage(), malformed);
		}
	}

	/** As it stands in a request. */
	String authority() {
		String named = address.isPresent() && host.indexOf(':') >= 0 ? "[" + host + "]" : host;
		return (port == HTTPS) ? named : named + ":" + port;
	}

	private static Optional<InetAddress> literal(String host) {
		try {
			return Optional.of(IpLiteral.parse(host));
		}
		catch (IllegalArgumentException name) {
			return Optional.empty();
		}
	}

}
