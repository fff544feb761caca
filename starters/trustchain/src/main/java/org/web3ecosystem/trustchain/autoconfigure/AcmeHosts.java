package org.web3ecosystem.trustchain.autoconfigure;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.trustchain.acme.Links;

/**
 * What this node's ACME server may be called. What a client signs has the URL in it; were
 * any name good, another server could pass on to this one what was meant for itself.
 */
final class AcmeHosts {

	private static final int HTTPS = 443;

	private final Set<String> authorities = new HashSet<>();

	private final Links own;

	/**
	 * @param further with their ports
	 */
	AcmeHosts(Node node, List<String> further) {
		int port = node.endpoints().https();
		this.own = new Links("https://" + node.name() + ".node." + node.genesis().zone() + ":" + port);
		Stream
			.of(Stream.of("localhost", node.name() + ".node." + node.genesis().zone()),
					node.endpoints().addresses().stream().map(AcmeHosts::bracketed),
					node.bind().stream().map(InetAddress::getHostAddress).map(AcmeHosts::bracketed))
			.flatMap(hosts -> hosts)
			.forEach(host -> add(host, port));
		further.forEach(authority -> authorities.add(authority.toLowerCase(Locale.ROOT).replaceFirst(":443$", "")));
		further.forEach(authority -> authorities.add(authority.toLowerCase(Locale.ROOT)));
	}

	private void add(String host, int port) {
		authorities.add(host + ":" + port);
		if (port == HTTPS) {
			authorities.add(host);
		}
	}

	/**
	 * The URLs as a client that says this in {@code Host} has them; empty if not ours.
	 */
	Optional<Links> links(String host) {
		String authority = host.toLowerCase(Locale.ROOT);
		return authorities.contains(authority) ? Optional.of(new Links("https://" + authority)) : Optional.empty();
	}

	/** The URLs by the node's own name. */
	Links own() {
		return own;
	}

	private static String bracketed(String address) {
		return (address.indexOf(':') >= 0) ? "[" + address + "]" : address;
	}

}
