package org.web3ecosystem.trustchain.acme;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A POST as it came.
 *
 * @param links the URLs of this server, as its client calls it
 * @param path below the server
 * @param body at most {@code SignedRequest.MAX_BYTES} bytes
 * @param client where it came from
 */
public record Call(Links links, String path, byte[] body, InetAddress client) {

	private static final int SUBNET = 8;

	/** What the client must have signed as the URL. */
	String url() {
		return links.base() + path;
	}

	/** Of IPv6 the first 64 bits, since whoever has one address has all of those. */
	String source() {
		byte[] address = client.getAddress();
		return HexFormat.of().formatHex((client instanceof Inet6Address) ? Arrays.copyOf(address, SUBNET) : address);
	}

	/** Whether the client is on this machine. */
	boolean isLocal() {
		return client.isLoopbackAddress();
	}

}
