package org.web3ecosystem.bootstrap.autoconfigure;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.spi.genesis.Endpoints;

/**
 * Who this node is and where it lives.
 *
 * @param home the node's own directory, with its genesis document and key; needed
 * @param bindAddress the IP literals that every port listens at; by default the
 * advertised ones
 * @param oneFailureDomain whether all nodes fail together, as in one process; by default
 * they do if they all advertise one address
 * @param endpoints where a node that is not in the genesis document is reached
 * @param rest whether components put their REST interfaces, writes included, on this
 * application's web port; who may do what there is for the application to guard
 */
@ConfigurationProperties("web3.node")
public record NodeProperties(@Nullable Path home, @DefaultValue List<String> bindAddress,
		@Nullable Boolean oneFailureDomain, @Nullable Advertised endpoints, @DefaultValue("false") boolean rest) {

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

	/** Where to listen; empty if nobody said. */
	List<InetAddress> bind() {
		try {
			return bindAddress.stream().map(IpLiteral::parse).distinct().toList();
		}
		catch (IllegalArgumentException word) {
			throw new Setting("web3.node.bind-address").refuse(word,
					"Write addresses of this machine, such as 127.0.0.1,::1; names are not looked up.");
		}
	}

}
