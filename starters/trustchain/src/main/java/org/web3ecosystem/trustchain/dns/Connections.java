package org.web3ecosystem.trustchain.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is connected, and who has to go for who comes: nobody has more than its share, and
 * where there is no room the one whose last query was longest ago gives up its place (RFC
 * 7766, section 6.2.3). Of IPv6 the first 64 bits are an address, since whoever has one
 * has all of those. Thread-safe.
 */
final class Connections {

	private static final int SUBNET = 8;

	private final int limit;

	private final int share;

	/** In the order of their last queries, the latest last. */
	private final Map<Socket, String> connected = new LinkedHashMap<>(16, 0.75f, true);

	/**
	 * @param limit all of them
	 * @param share those of one address
	 */
	Connections(int limit, int share) {
		this.limit = limit;
		this.share = share;
	}

	/** Takes one in; the one that is returned is no longer among them, to be closed. */
	synchronized Optional<Socket> admit(Socket client) {
		String source = source(client.getInetAddress());
		Optional<Socket> leaving = count(source) >= share ? longestSilent(source)
				: connected.size() >= limit ? connected.keySet().stream().findFirst() : Optional.empty();
		leaving.ifPresent(connected::remove);
		connected.put(client, source);
		return leaving;
	}

	/** It asked something. */
	synchronized void asked(Socket client) {
		connected.get(client);
	}

	synchronized void left(Socket client) {
		connected.remove(client);
	}

	synchronized List<Socket> all() {
		return List.copyOf(connected.keySet());
	}

	private long count(String source) {
		return connected.values().stream().filter(source::equals).count();
	}

	private Optional<Socket> longestSilent(String source) {
		return connected.entrySet()
			.stream()
			.filter(entry -> entry.getValue().equals(source))
			.map(Map.Entry::getKey)
			.findFirst();
	}

	/** What counts as one address. */
	static String source(InetAddress from) {
		byte[] address = from.getAddress();
		return HexFormat.of().formatHex(from instanceof Inet6Address ? Arrays.copyOf(address, SUBNET) : address);
	}

}
