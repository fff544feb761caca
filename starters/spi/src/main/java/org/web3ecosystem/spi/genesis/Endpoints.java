package org.web3ecosystem.spi.genesis;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * Where a node can be reached, as advertised; where it binds is its own affair.
 *
 * @param addresses IP literals, IPv4 or IPv6, first preferred; never names
 * @param stoq UDP port of the transport; the {@link #besideStoq next} is its TCP port
 * @param gossip TCP port of the consensus engine
 * @param dns UDP and TCP port of the name server
 * @param http TCP port of Actuator and public read-only material
 * @param https TCP port of REST
 */
public record Endpoints(List<String> addresses, int stoq, int gossip, int dns, int http, int https) {

	private static final int MAX_ADDRESSES = 8;

	public Endpoints {
		addresses = List.copyOf(addresses);
		if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
			throw new IllegalArgumentException("1 to " + MAX_ADDRESSES + " addresses, not " + addresses.size());
		}
		addresses.forEach(IpLiteral::parse);
		for (int port : new int[] { stoq, gossip, dns, http, https }) {
			if (port < 1 || port > 65535) {
				throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
			}
		}
	}

	/**
	 * The TCP port of a transport with this UDP port: the next one. The same number is
	 * the gossip port of another node where several nodes are on one host.
	 * @throws IllegalArgumentException if there is none
	 */
	public static int besideStoq(int stoq) {
		if (stoq < 1 || stoq >= 65535) {
			throw new IllegalArgumentException(
					"no TCP port follows UDP port " + stoq + ": give STOQ a port from 1 to 65534");
		}
		return stoq + 1;
	}

	/** The addresses, parsed; asks no resolver. */
	public List<InetAddress> inetAddresses() {
		return addresses.stream().map(IpLiteral::parse).toList();
	}

	public Cbor.Struct toCbor() {
		return Cbor.struct(Map.entry("addresses", Cbor.of(addresses.stream().map(Cbor::of).toList())),
				Map.entry("stoq", Cbor.of(stoq)), Map.entry("gossip", Cbor.of(gossip)), Map.entry("dns", Cbor.of(dns)),
				Map.entry("http", Cbor.of(http)), Map.entry("https", Cbor.of(https)));
	}

	public static Endpoints fromCbor(Cbor.Struct map) {
		map.only("addresses", "stoq", "gossip", "dns", "http", "https");
		List<String> addresses = map.array("addresses")
			.stream()
			.map(item -> item instanceof Cbor.Text(String text) ? text : "")
			.toList();
		return new Endpoints(addresses, port(map, "stoq"), port(map, "gossip"), port(map, "dns"), port(map, "http"),
				port(map, "https"));
	}

	private static int port(Cbor.Struct map, String key) {
		return Math.clamp(map.integer(key), 0, 65536);
	}

}
