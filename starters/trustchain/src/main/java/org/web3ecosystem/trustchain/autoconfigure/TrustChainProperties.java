package org.web3ecosystem.trustchain.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.trustchain.ca.KeyCustody;
import org.web3ecosystem.trustchain.path.LeafRules;

/**
 * Properties of TrustChain.
 *
 * @param enabled whether this process has the component
 * @param serve whether this process serves the component: names over UDP, TCP, TLS and
 * HTTPS, ACME and the REST interface. What a validator owes the others, to issue, to log
 * and to sign the zone, it does also without
 * @param leafLife life of an issued leaf, 20 min to 24 h
 * @param watch host names for which no other validator should issue; names below them too
 * @param foreignRanges addresses where bundle endpoints of foreign federations may be,
 * besides public ones and those of the genesis document, such as {@code 10.1.0.0/16}
 * @param keyPassphraseFile file with the passphrase, one line, under which the keys of
 * this validator's intermediates are encrypted on disk; by default they lie open
 * @param tilesFrom directory of a log's public files that this process shows instead of
 * its own log's; none by default
 * @param sslBundle whether the SSL bundle trustchain has a certificate for this
 * application's server
 */
@ConfigurationProperties("web3.trustchain")
public record TrustChainProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean serve,
		@DefaultValue("24h") Duration leafLife, @DefaultValue List<String> watch,
		@DefaultValue List<String> foreignRanges, @Nullable Path keyPassphraseFile, @Nullable Path tilesFrom,
		@DefaultValue("true") boolean sslBundle) {

	private static final int MAX_PASSPHRASE = 1024;

	public TrustChainProperties {
		new Setting("web3.trustchain.leaf-life").within(leafLife, Duration.ofMinutes(20), Duration.ofHours(24));
		watch.forEach(name -> new Setting("web3.trustchain.watch").require(LeafRules.isHostName(name),
				"host names, which '" + name + "' is not"));
		if (keyPassphraseFile != null) {
			passphrase(keyPassphraseFile);
		}
	}

	/** Who keeps the keys of the intermediates. */
	KeyCustody custody() {
		return (keyPassphraseFile != null) ? KeyCustody.sealed(passphrase(keyPassphraseFile).toCharArray())
				: KeyCustody.OPEN;
	}

	private static String passphrase(Path file) {
		Setting setting = new Setting("web3.trustchain.key-passphrase-file");
		try {
			setting.require(Files.size(file) <= MAX_PASSPHRASE,
					"a file with one line of at most " + MAX_PASSPHRASE + " bytes");
			String line = Files.readString(file).strip();
			setting.require(!line.isEmpty() && line.indexOf('\n') < 0, "a file with one line, the passphrase");
			return line;
		}
		catch (IOException unreadable) {
			throw setting.refuse(new UncheckedIOException("cannot read " + file, unreadable));
		}
	}

}
