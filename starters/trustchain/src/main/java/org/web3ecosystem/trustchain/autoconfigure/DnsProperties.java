package org.web3ecosystem.trustchain.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.spi.SettingException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.acme.challenge.AddressPolicy;
import org.web3ecosystem.trustchain.secondary.Secondary;
import org.web3ecosystem.trustchain.tsig.TsigKey;
import org.web3ecosystem.trustchain.tsig.TsigKeys;
import org.web3ecosystem.trustchain.tsig.TsigKeysFile;

/**
 * Properties of the name server.
 *
 * @param tls whether DNS over TLS is heard too
 * @param tlsPort where, by default 800 after the port of DNS: 853 after 53
 * @param equalPerSecond equal answers over UDP to one network (/24, /56) that shows no
 * cookie; 0 for no limit
 * @param forwarding networks whose clients may ask for other people's names, such as
 * {@code 10.0.0.0/8}; empty for none
 * @param tsigKeysFile file with keys that requests may be signed with, which its owner
 * alone may read; none if empty
 * @param secondaries name servers that take the zone and are told of news, at most 16
 */
@ConfigurationProperties("web3.trustchain.dns")
public record DnsProperties(@DefaultValue("false") boolean tls, @Nullable Integer tlsPort,
		@DefaultValue("200") int equalPerSecond, @DefaultValue List<String> forwarding, @Nullable Path tsigKeysFile,
		@DefaultValue List<SecondaryProperties> secondaries) {

	private static final int PORTS = 65_535;

	/** Between the ports of RFC 1035 and RFC 7858. */
	private static final int FURTHER = 800;

	public DnsProperties {
		new Setting("web3.trustchain.dns.tls-port").within((tlsPort != null) ? tlsPort : 1, 1, PORTS);
		new Setting("web3.trustchain.dns.equal-per-second").within(equalPerSecond, 0, 1_000_000);
		try {
			AddressPolicy.of(List.of(), forwarding);
		}
		catch (IllegalArgumentException malformed) {
			throw new Setting("web3.trustchain.dns.forwarding").refuse(malformed,
					"Name networks such as 10.0.0.0/8, or single addresses.");
		}
		forwarding = List.copyOf(forwarding);
		new Setting("web3.trustchain.dns.secondaries").require(secondaries.size() <= Secondary.MOST,
				"a list of at most " + Secondary.MOST);
		secondaries = List.copyOf(secondaries);
		secondaries(secondaries, keys(tsigKeysFile));
	}

	/**
	 * A name server that takes the zone.
	 *
	 * @param address where it listens for DNS: an IP address and a port, such as
	 * {@code 192.0.2.1:53}
	 * @param key name of the key by which it knows this node
	 */
	public record SecondaryProperties(@DefaultValue("") String address, @DefaultValue("") String key) {
	}

	/** Who may sign requests, and what they may then do. */
	TsigKeys tsigKeys() {
		return keys(tsigKeysFile);
	}

	/**
	 * The same, where they are for names of this zone alone.
	 * @throws SettingException if one is for another name, which nobody could ever update
	 */
	TsigKeys tsigKeys(Name zone) {
		TsigKeys keys = tsigKeys();
		for (TsigKey key : keys.all().values()) {
			for (Name update : key.updates()) {
				new Setting("web3.trustchain.dns.tsig-keys-file").require(update.isWithin(zone), "a file of keys with "
						+ "'update=' for names of " + zone + ", and the key '" + key.name() + "' is for " + update);
			}
		}
		return keys;
	}

	private static TsigKeys keys(@Nullable Path file) {
		if (file == null) {
			return TsigKeys.NONE;
		}
		Setting setting = new Setting("web3.trustchain.dns.tsig-keys-file");
		try {
			return new TsigKeysFile(file).read();
		}
		catch (IOException unreadable) {
			throw setting.refuse(new UncheckedIOException("cannot read " + file, unreadable));
		}
		catch (IllegalArgumentException unfit) {
			throw setting.refuse(unfit, "Write a key on each line: name, algorithm and secret in base64, then perhaps "
					+ "'transfer' and 'update=suffix'; and let only its owner read the file.");
		}
	}

	/** Who is told of news. */
	List<Secondary> told() {
		return secondaries(secondaries, tsigKeys());
	}

	private static List<Secondary> secondaries(List<SecondaryProperties> written, TsigKeys keys) {
		List<Secondary> all = new ArrayList<>();
		for (SecondaryProperties each : written) {
			all.add(secondary("web3.trustchain.dns.secondaries[" + all.size() + "].", each, keys));
		}
		return all;
	}

	private static Secondary secondary(String setting, SecondaryProperties written, TsigKeys keys) {
		Optional<TsigKey> key = keys.all()
			.values()
			.stream()
			.filter(each -> each.mayTransfer() && each.name().text().equalsIgnoreCase(written.key()))
			.findFirst();
		new Setting(setting + "key").require(key.isPresent(),
				"the name of a key with 'transfer' in web3.trustchain.dns.tsig-keys-file, which '" + written.key()
						+ "' is not");
		return new Secondary(address(new Setting(setting + "address"), written.address()), key.orElseThrow());
	}

	private static InetSocketAddress address(Setting setting, String written) {
		try {
			return Secondary.address(written);
		}
		catch (IllegalArgumentException malformed) {
			throw setting.refuse(malformed, "Name an IP address and a port, such as 192.0.2.1:53 or [2001:db8::1]:53.");
		}
	}

	/** Whose questions for other people's names are answered. */
	Predicate<InetAddress> mayForward() {
		return AddressPolicy.ranges(forwarding);
	}

	/**
	 * Where DNS over TLS is heard, if it is.
	 * @param port of DNS
	 */
	Optional<Integer> heardAt(int port) {
		if (!tls) {
			return Optional.empty();
		}
		int heard = (tlsPort != null) ? tlsPort : port + FURTHER;
		Setting setting = new Setting("web3.trustchain.dns.tls-port");
		setting.within(heard, 1, PORTS);
		setting.require(heard != port, "is another port than that of DNS, " + port);
		return Optional.of(heard);
	}

}
