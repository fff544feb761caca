package org.web3ecosystem.platform.edge;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

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

		private static final Duration LONGEST = Duration.ofHours(1);

		private static final DataSize FASTEST = DataSize.ofMegabytes(1);

		public Http {
			require(connections >= 1 && connections <= MOST, "http.connections is 1 to " + MOST);
			require(connectionsPerSource >= 1 && connectionsPerSource <= connections,
					"http.connections-per-source is 1 to http.connections");
			require(silence.toMillis() >= 100 && silence.compareTo(LONGEST) <= 0, "http.silence is 100ms to 1h");
			require(request.toMillis() >= 100 && request.compareTo(LONGEST) <= 0, "http.request is 100ms to 1h");
			require(bodyRate.toBytes() >= 1 && bodyRate.compareTo(FASTEST) <= 0, "http.body-rate is 1B to 1MB");
			require(bodyGrace.toMillis() >= 100 && bodyGrace.compareTo(LONGEST) <= 0, "http.body-grace is 100ms to 1h");
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
			require(perSecond >= 1 && perSecond <= MOST, "anonymous-writes.per-second is 1 to " + MOST);
			require(burst >= 1 && burst <= MOST, "anonymous-writes.burst is 1 to " + MOST);
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
			require(fileSize.compareTo(LEAST) >= 0 && fileSize.compareTo(LARGEST) <= 0,
					"audit.file-size is 64KB to 1GB");
			require(files >= 2 && files <= 1000, "audit.files is 2 to 1000");
			require(refusalsPerSecond >= 1 && refusalsPerSecond <= 1000, "audit.refusals-per-second is 1 to 1000");
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
			require(lifetime.isPositive() && lifetime.compareTo(LONGEST) <= 0,
					"idempotency.lifetime is more than nothing and at most 30d");
			require(keys >= 1 && keys <= MOST, "idempotency.keys is 1 to " + MOST);
		}

	}

	private static void require(boolean kept, String rule) {
		if (!kept) {
			throw new IllegalArgumentException("web3.platform." + rule);
		}
	}

}
