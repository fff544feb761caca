package org.web3ecosystem.bootstrap.autoconfigure;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import org.web3ecosystem.bootstrap.discovery.ResolverSettings;
import org.web3ecosystem.bootstrap.discovery.Validation;
import org.web3ecosystem.bootstrap.discovery.ZoneFile;
import org.web3ecosystem.bootstrap.served.Pin;
import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;

/**
 * Settings of this starter beside the table.
 *
 * @param enabled whether this starter does anything
 * @param dns the operator's resolvers
 * @param configServer the config server, where one is imported
 * @param slowDisk how long the disk may take to keep a few bytes before it counts as slow
 */
@ConfigurationProperties("web3.bootstrap")
public record BootstrapProperties(@DefaultValue("true") boolean enabled, @DefaultValue Dns dns,
		@DefaultValue Server configServer, @DefaultValue("1s") Duration slowDisk) {

	public BootstrapProperties {
		new Setting("web3.bootstrap.slow-disk").within(slowDisk, Duration.ofMillis(1), Duration.ofMinutes(1));
	}

	/**
	 * The config server that {@code spring.config.import} names.
	 *
	 * @param refresh how long a running node waits at most before it asks again; 0 for
	 * never
	 * @param pin the SHA-256 of the server's public key, or of several, one of which it
	 * has: {@code sha256/} and Base64; without, its certificate is judged by this JDK
	 */
	public record Server(@DefaultValue("1m") Duration refresh, @DefaultValue List<String> pin) {

		public Server {
			pin = List.copyOf(pin);
			new Setting("web3.bootstrap.config-server.refresh").require(
					refresh.isZero() || refresh.compareTo(Duration.ofSeconds(1)) >= 0
							&& refresh.compareTo(Duration.ofDays(1)) <= 0,
					"0s for never, or 1s to 24h, not " + refresh);
			pins(pin);
		}

		/**
		 * @throws org.web3ecosystem.spi.SettingException if one of them is none
		 */
		static List<Pin> pins(List<String> texts) {
			try {
				return texts.stream().map(Pin::parse).toList();
			}
			catch (IllegalArgumentException none) {
				throw new Setting("web3.bootstrap.config-server.pin").refuse(none,
						"Write sha256/ and the SHA-256 of the server's public key in Base64.");
			}
		}

	}

	/**
	 * The operator's resolvers, for names outside the federation.
	 *
	 * @param resolvers IP literals, {@code address:port} or {@code [address]:port}; those
	 * of the operating system if empty
	 * @param timeout for one name, all resolvers together
	 * @param staleAfter when an answer whose time is up is given while resolvers let wait
	 * @param maxStale how long after its time an answer may be given; 0 for never
	 * @param maxTtl the longest an answer is kept
	 * @param maxNegativeTtl the longest it is kept that something is not there
	 * @param prefetch whether a name that is asked for near the end of its time is looked
	 * up again
	 * @param caseRandomisation whether the case of a question's letters is drawn and has
	 * to come back
	 * @param cacheEntries how many answers are kept
	 * @param cacheSize and in how much memory
	 * @param trustAnchors a file of DS or DNSKEY records, under which every answer is
	 * validated; nothing is validated without
	 * @param zoneFile a master file of names in the federation's zone that this node
	 * answers and registers; none by default
	 * @param webClient whether the application's WebClient knows the zone's names
	 * @param jvmWide whether the whole virtual machine does, by InetAddress; one node of
	 * it can have that
	 */
	public record Dns(@DefaultValue List<String> resolvers, @DefaultValue("2s") Duration timeout,
			@DefaultValue("1800ms") Duration staleAfter, @DefaultValue("1d") Duration maxStale,
			@DefaultValue("1d") Duration maxTtl, @DefaultValue("1h") Duration maxNegativeTtl,
			@DefaultValue("true") boolean prefetch, @DefaultValue("true") boolean caseRandomisation,
			@DefaultValue("1024") int cacheEntries, @DefaultValue("1MB") DataSize cacheSize,
			@Nullable Path trustAnchors, @Nullable Path zoneFile, @DefaultValue("true") boolean webClient,
			@DefaultValue("false") boolean jvmWide) {

		/** The seat does not wait for longer. */
		private static final Duration LONGEST = Duration.ofSeconds(3);

		public Dns {
			resolvers = List.copyOf(resolvers);
			setting("timeout").within(timeout, Duration.ofMillis(50), LONGEST);
			setting("stale-after").within(staleAfter, Duration.ZERO, LONGEST);
			setting("max-stale").within(maxStale, Duration.ZERO, Duration.ofDays(7));
			setting("max-ttl").within(maxTtl, Duration.ofSeconds(1), Duration.ofDays(7));
			setting("max-negative-ttl").within(maxNegativeTtl, Duration.ofSeconds(1), Duration.ofHours(3));
			setting("cache-entries").within(cacheEntries, 0, 1_000_000);
			setting("cache-size").require(cacheSize.toBytes() >= 0 && cacheSize.toGigabytes() < 1,
					"a size below 1GB, not " + cacheSize);
		}

		private static Setting setting(String name) {
			return new Setting("web3.bootstrap.dns." + name);
		}

		/**
		 * @throws org.web3ecosystem.spi.SettingException if one of them cannot be used
		 */
		ResolverSettings toSettings() {
			return new ResolverSettings(addresses(), timeout, staleAfter, maxStale, maxTtl, maxNegativeTtl, prefetch,
					caseRandomisation, cacheEntries, cacheSize.toBytes(), validation());
		}

		private Validation validation() {
			try {
				return trustAnchors == null ? Validation.none() : Validation.under(trustAnchors);
			}
			catch (IllegalArgumentException unfit) {
				throw setting("trust-anchors").refuse(unfit,
						"Name a file of DS or DNSKEY records, such as /usr/share/dns/root.ds.");
			}
		}

		/**
		 * Reads the operator's names.
		 * @throws org.web3ecosystem.spi.SettingException if the file cannot be used
		 */
		LocalZone localZone(Name zone) {
			try {
				return (zoneFile == null) ? LocalZone.EMPTY : ZoneFile.read(zoneFile, zone);
			}
			catch (IllegalArgumentException unfit) {
				throw setting("zone-file").refuse(unfit, "Name a zone file (RFC 1035, section 5) with names in " + zone
						+ ", such as 'printer A 10.0.0.5'.");
			}
		}

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
