package org.web3ecosystem.platform.edge;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import org.web3ecosystem.spi.Setting;

/**
 * Settings of the two web ports.
 *
 * @param ownersFromAnywhere whether transactions that their owners have signed are taken
 * from other machines too, over HTTPS
 * @param http what a port puts up with
 * @param anonymousWrites how many writes without a certificate are taken
 * @param audit how the record of writes is kept
 * @param idempotency how long answers to writes are remembered
 */
@ConfigurationProperties("web3.platform")
public record EdgeProperties(@DefaultValue("false") boolean ownersFromAnywhere, @DefaultValue Http http,
		@DefaultValue AnonymousWrites anonymousWrites, @DefaultValue Audit audit,
		@DefaultValue Idempotency idempotency) {

	/**
	 * What one port puts up with. A stream of events that is being written is not
	 * silence.
	 *
	 * @param connections open at once; those beyond are closed at once
	 * @param connectionsPerSource of these, from one address
	 * @param silence how long a connection or a body may pause
	 * @param request how long a request may take to arrive whole
	 * @param bodyRate how much of a body comes in a second, on average
	 * @param bodyGrace how long a body may be slower than that
	 */
	public record Http(@DefaultValue("512") int connections, @DefaultValue("128") int connectionsPerSource,
			@DefaultValue("30s") Duration silence, @DefaultValue("2m") Duration request,
			@DefaultValue("1KB") DataSize bodyRate, @DefaultValue("10s") Duration bodyGrace) {

		private static final int MOST = 65_536;

		private static final Duration SHORTEST = Duration.ofMillis(100);

		private static final Duration LONGEST = Duration.ofHours(1);

		private static final DataSize FASTEST = DataSize.ofMegabytes(1);

		public Http {
			of("http.connections").within(connections, 1, MOST);
			of("http.connections-per-source").require(connectionsPerSource >= 1 && connectionsPerSource <= connections,
					"1 to http.connections, which is " + connections);
			of("http.silence").within(silence, SHORTEST, LONGEST);
			of("http.request").within(request, SHORTEST, LONGEST);
			of("http.body-rate").require(bodyRate.toBytes() >= 1 && bodyRate.compareTo(FASTEST) <= 0, "1B to 1MB");
			of("http.body-grace").within(bodyGrace, SHORTEST, LONGEST);
		}

	}

	/**
	 * How many writes without a certificate, which are owners' transactions, are taken;
	 * those beyond are refused and leave no record of their own.
	 *
	 * @param perSecond from one address; from all together ten times as many
	 * @param burst how many may come at once after a pause
	 */
	public record AnonymousWrites(@DefaultValue("5") int perSecond, @DefaultValue("100") int burst) {

		private static final int MOST = 10_000;

		public AnonymousWrites {
			of("anonymous-writes.per-second").within(perSecond, 1, MOST);
			of("anonymous-writes.burst").within(burst, 1, MOST);
		}

	}

	/**
	 * How the record of writes is kept.
	 *
	 * @param fileSize a file that is larger is followed by another
	 * @param files how many are kept; the oldest goes first
	 * @param refusalsPerSecond refused writes without a certificate that are recorded one
	 * by one; those beyond are counted in the next record
	 */
	public record Audit(@DefaultValue("16MB") DataSize fileSize, @DefaultValue("16") int files,
			@DefaultValue("10") int refusalsPerSecond) {

		private static final DataSize LEAST = DataSize.ofKilobytes(64);

		private static final DataSize LARGEST = DataSize.ofGigabytes(1);

		public Audit {
			of("audit.file-size").require(fileSize.compareTo(LEAST) >= 0 && fileSize.compareTo(LARGEST) <= 0,
					"64KB to 1GB");
			of("audit.files").within(files, 2, 1000);
			of("audit.refusals-per-second").within(refusalsPerSecond, 1, 1000);
		}

	}

	/**
	 * How long answers to writes with an {@code Idempotency-Key} are remembered.
	 *
	 * @param lifetime since the answer
	 * @param keys how many; the oldest is forgotten first
	 */
	public record Idempotency(@DefaultValue("24h") Duration lifetime, @DefaultValue("4096") int keys) {

		private static final Duration LONGEST = Duration.ofDays(30);

		private static final int MOST = 100_000;

		public Idempotency {
			of("idempotency.lifetime").within(lifetime, Duration.ofMillis(1), LONGEST);
			of("idempotency.keys").within(keys, 1, MOST);
		}

	}

	private static Setting of(String name) {
		return new Setting("web3.platform." + name);
	}

}
