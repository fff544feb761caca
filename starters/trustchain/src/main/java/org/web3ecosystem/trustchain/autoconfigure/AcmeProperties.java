package org.web3ecosystem.trustchain.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.trustchain.acme.challenge.AddressPolicy;
import org.web3ecosystem.trustchain.acme.store.Database;

/**
 * Properties of the ACME server.
 *
 * @param enabled whether this process serves ACME, where it has a reactive web server
 * @param hosts what clients call this node besides its own names, with the port, such as
 * {@code ca.example.org:443}
 * @param externalAccountAlways whether an account on this machine needs the operator's
 * key too; one from elsewhere does in any case
 * @param validationRanges addresses on which names of the zone may live besides those of
 * the genesis document, such as {@code 192.0.2.0/24}
 * @param httpPort where http-01 connects to
 * @param tlsPort where tls-alpn-01 connects to
 * @param validationTime for one address, 1 s to 1 min
 * @param validationPause between two attempts of a validation
 * @param ordersPerHour of one account
 * @param accountsPerHour new ones from one address
 * @param failuresPerHour validations of one name by one account that may fail
 * @param database where its store is; a file of the node's own by default
 */
@ConfigurationProperties("web3.trustchain.acme")
public record AcmeProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<String> hosts,
		@DefaultValue("false") boolean externalAccountAlways, @DefaultValue List<String> validationRanges,
		@DefaultValue("80") int httpPort, @DefaultValue("443") int tlsPort,
		@DefaultValue("10s") Duration validationTime, @DefaultValue("2s") Duration validationPause,
		@DefaultValue("300") int ordersPerHour, @DefaultValue("20") int accountsPerHour,
		@DefaultValue("10") int failuresPerHour, @DefaultValue Server database) {

	private static final int MAX_PORT = 65_535;

	private static final int MANY = 1_000_000;

	private static final Duration LONGEST = Duration.ofMinutes(1);

	/**
	 * A PostgreSQL server that holds the store.
	 *
	 * @param url such as {@code jdbc:postgresql://db.example.org/node1}; empty for a file
	 * @param username who the node is there
	 * @param password of that user; in no log
	 */
	public record Server(@DefaultValue("") String url, @DefaultValue("") String username,
			@DefaultValue("") String password) {

		public Server {
			try {
				remote(url, username, password);
			}
			catch (IllegalArgumentException unusable) {
				throw of("database.url").refuse(unusable);
			}
		}

		Optional<Database> remote() {
			return remote(url, username, password);
		}

		private static Optional<Database> remote(String url, String username, String password) {
			return url.isEmpty() ? Optional.empty() : Optional.of(Database.at(url, username, password));
		}

		@Override
		public String toString() {
			return "Server[" + url + " as " + username + "]";
		}

	}

	public AcmeProperties {
		hosts = List.copyOf(hosts);
		validationRanges = List.copyOf(validationRanges);
		try {
			AddressPolicy.of(List.of(), validationRanges);
		}
		catch (IllegalArgumentException malformed) {
			throw of("validation-ranges").refuse(malformed);
		}
		of("http-port").within(httpPort, 1, MAX_PORT);
		of("tls-port").within(tlsPort, 1, MAX_PORT);
		of("validation-time").within(validationTime, Duration.ofSeconds(1), LONGEST);
		of("validation-pause").within(validationPause, Duration.ZERO, LONGEST);
		of("orders-per-hour").within(ordersPerHour, 1, MANY);
		of("accounts-per-hour").within(accountsPerHour, 1, MANY);
		of("failures-per-hour").within(failuresPerHour, 1, MANY);
	}

	private static Setting of(String name) {
		return new Setting("web3.trustchain.acme." + name);
	}

}
