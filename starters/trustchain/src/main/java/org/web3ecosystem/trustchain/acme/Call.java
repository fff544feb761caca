package org.web3ecosystem.trustchain.acme;

import java.net.InetAddress;

/**
 * A POST as it came.
 *
 * @param links the URLs of this server, as its client calls it
 * @param path below the server
 * @param body at most {@code SignedRequest.MAX_BYTES} bytes
 * @param client where it came from
 */
public record Call(Links links, String path, byte[] body, InetAddress client) {

	/** What the client must have signed as the URL. */
	String url() {
		return links.base() + path;
	}

	/** Whether the client is on this machine. */
	boolean isLocal() {
		return client.isLoopbackAddress();
	}

}
