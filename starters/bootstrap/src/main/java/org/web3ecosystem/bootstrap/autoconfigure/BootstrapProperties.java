package org.web3ecosystem.bootstrap.autoconfigure;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.spi.Setting;

/**
 * Settings of this starter beside the table.
 *
 * @param enabled whether this starter does anything
 * @param dns the operator's resolvers
 */
@ConfigurationProperties("web3.bootstrap")
public record BootstrapProperties(@DefaultValue("true") boolean enabled, @DefaultValue Dns dns) {

	/**
	 * The operator's resolvers, for names outside the federation.
	 *
	 * @param resolvers IP literals, {@code address:port} or {@code [address]:port}; those
	 * of the operating system if empty
	 * @param timeout for one name, all resolvers together
	 */
	public record Dns(@DefaultValue List<String> resolvers, @DefaultValue("2s") Duration timeout) {

		List<InetSocketAddress> addresses() {
			return resolvers.isEmpty() ? org.xbill.DNS.ResolverConfig.getCurrentConfig().servers()
					: resolvers.stream().map(Dns::address).toList();
		}

		private static InetSocketAddress address(String text) {
			int port = 53;
			String host = text;
			int colon = text.lastIndexOf(':');
			try {
				if (text.startsWith("[") ? text.indexOf(']') == colon - 1 : colon == text.indexOf(':') && colon > 0) {
					port = Integer.parseInt(text.substring(colon + 1));
					host = text.substring(0, colon);
				}
				return new InetSocketAddress(IpLiteral.parse(host.replaceAll("[\\[\\]]", "")), port);
			}
			catch (IllegalArgumentException malformed) {
				throw new Setting("web3.bootstrap.dns.resolvers").refuse(malformed,
						"Write IP literals with or without a port, such as 10.0.0.1 or [fd00::1]:5353.");
			}
		}

	}

}
