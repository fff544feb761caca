package org.web3ecosystem.bootstrap.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.genesis.Endpoints;

/**
 * Who this node is and where it lives.
 *
 * @param home the node's own directory, with its genesis document and key
 * @param bindAddress the IP literal to bind to; by default the first advertised one
 * @param oneFailureDomain whether all nodes fail together, as in one process; by default
 * they do if they all advertise one address
 * @param endpoints where a node that is not in the genesis document is reached
 */
@ConfigurationProperties("web3.node")
public record NodeProperties(@Nullable Path home, @Nullable String bindAddress, @Nullable Boolean oneFailureDomain,
		@Nullable Advertised endpoints) {

	/**
	 * Where a joined node is reached.
	 *
	 * @param addresses IP literals, first preferred
	 * @param stoq UDP port of the transport
	 * @param gossip TCP port of the consensus engine
	 * @param dns UDP and TCP port of the name server
	 * @param http TCP port of Actuator and public read-only material
	 * @param https TCP port of REST
	 */
	public record Advertised(List<String> addresses, @DefaultValue("9292") int stoq, @DefaultValue("9392") int gossip,
			@DefaultValue("8053") int dns, @DefaultValue("8080") int http, @DefaultValue("8443") int https) {

		Endpoints toEndpoints() {
			return new Endpoints(addresses, stoq, gossip, dns, http, https);
		}

	}

	@Nullable Endpoints advertised() {
		return endpoints == null ? null : endpoints.toEndpoints();
	}

	@Nullable InetAddress bind() {
		if (bindAddress == null || bindAddress.isBlank()) {
			return null;
		}
		if (!bindAddress.matches("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}")) {
			throw new IllegalArgumentException("web3.node.bind-address is an IP literal, not '" + bindAddress + "'");
		}
		try {
			return InetAddress.getByName(bindAddress);
		}
		catch (UnknownHostException malformed) {
			throw new IllegalArgumentException("web3.node.bind-address is not an IP literal", malformed);
		}
	}

}
