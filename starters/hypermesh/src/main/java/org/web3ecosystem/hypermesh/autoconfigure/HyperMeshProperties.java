package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.web3ecosystem.hypermesh.feed.FeedLimits;
import org.web3ecosystem.hypermesh.ledger.LedgerLimits;
import org.web3ecosystem.hypermesh.plot.PlotFile;
import org.web3ecosystem.hypermesh.reputation.ReputationRules;
import org.web3ecosystem.spi.Setting;

/**
 * Settings of HyperMesh. What the ledger accepts is not among them: that is the genesis
 * document's.
 *
 * @param enabled whether this process has the component
 * @param serve whether this process serves the component: validates, answers other nodes
 * about the ledger and has the REST interface. A process that does not reads the ledger
 * from validators, with proofs; a validator has to
 * @param submitDeadline after which a submission that was not ordered fails
 * @param maxInFlight how many transactions of this node may wait to be ordered
 * @param requestDeadline for one question to another node
 * @param followInterval how often a node that does not validate asks how far the ledger
 * is
 * @param clockRadius how far this node's clock may be off when it attests the time: what
 * the operator's time synchronisation guarantees
 * @param timePatience how long members have to attest the time of a bundle
 * @param plotSize how much space this node proves to have, from 1 MiB to 1 GiB, of which
 * the next smaller power of two is taken; the file is an eighth larger
 * @param isolationInterval how often it asks who is isolated and how many proofs are
 * needed
 * @param freshFor how long what was proven to a node that does not validate counts as
 * new, before what it reads is called stale
 * @param queue of writes that wait until the ledger decides
 * @param reputation what the deeds of others count for here
 * @param feed how many blocks are kept to be read again, and for how many readers
 */
@ConfigurationProperties("web3.hypermesh")
public record HyperMeshProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean serve,
		@DefaultValue("30s") Duration submitDeadline, @DefaultValue("1024") int maxInFlight,
		@DefaultValue("3s") Duration requestDeadline, @DefaultValue("2s") Duration followInterval,
		@DefaultValue("500ms") Duration clockRadius, @DefaultValue("3s") Duration timePatience,
		@DefaultValue("16MB") DataSize plotSize, @DefaultValue("10s") Duration isolationInterval,
		@DefaultValue("10s") Duration freshFor, @DefaultValue Queue queue, @DefaultValue Reputation reputation,
		@DefaultValue Feed feed) {

	private static final DataSize SMALLEST_PLOT = DataSize.ofMegabytes(1);

	private static final DataSize LARGEST_PLOT = DataSize.ofGigabytes(1);

	private static final Duration SHORT = Duration.ofMillis(10);

	public HyperMeshProperties {
		new Setting("web3.hypermesh.submit-deadline").within(submitDeadline, SHORT, Duration.ofHours(1));
		new Setting("web3.hypermesh.max-in-flight").within(maxInFlight, 1, 1_000_000);
		new Setting("web3.hypermesh.request-deadline").within(requestDeadline, SHORT, Duration.ofMinutes(10));
		new Setting("web3.hypermesh.follow-interval").within(followInterval, SHORT, Duration.ofHours(1));
		new Setting("web3.hypermesh.clock-radius").within(clockRadius, Duration.ofMillis(1), Duration.ofSeconds(10));
		new Setting("web3.hypermesh.time-patience").within(timePatience, SHORT, Duration.ofMinutes(1));
		new Setting("web3.hypermesh.plot-size").within(plotSize.toBytes(), SMALLEST_PLOT.toBytes(),
				LARGEST_PLOT.toBytes());
		new Setting("web3.hypermesh.fresh-for").within(freshFor, Duration.ofMillis(100), Duration.ofHours(1));
		new Setting("web3.hypermesh.isolation-interval").within(isolationInterval, Duration.ofMillis(100),
				Duration.ofHours(1));
	}

	/**
	 * Of writes that wait.
	 *
	 * @param entries how many may wait
	 * @param size of all of their commands together
	 */
	public record Queue(@DefaultValue("1000") int entries, @DefaultValue("16MB") DataSize size) {

		public Queue {
			new Setting("web3.hypermesh.queue.entries").within(entries, 1, 10_000);
			new Setting("web3.hypermesh.queue.size").within(size.toBytes(), 64 * 1_024, 1L << 30);
		}

	}

	/**
	 * Of scores, which decay and are this node's own.
	 *
	 * @param useful an answer that could be verified
	 * @param silence no answer in time
	 * @param invalidProof a wrong proof or signature
	 * @param oddClock a clock that those of more than two thirds contradict
	 * @param disagreement another state signed than this node has
	 * @param replayedNonce a second transaction signed with a bundle that was used
	 * @param halfLife after which half of a score is forgotten
	 * @param most above which no score grows
	 * @param askedLast who is below is asked after all others
	 */
	public record Reputation(@DefaultValue("1") int useful, @DefaultValue("-20") int silence,
			@DefaultValue("-1000") int invalidProof, @DefaultValue("-50") int oddClock,
			@DefaultValue("-1000") int disagreement, @DefaultValue("-200") int replayedNonce,
			@DefaultValue("40m") Duration halfLife, @DefaultValue("100") int most,
			@DefaultValue("-500") int askedLast) {

		private static final int LARGEST = 1_000_000;

		public Reputation {
			new Setting("web3.hypermesh.reputation.useful").within(useful, 0, LARGEST);
			new Setting("web3.hypermesh.reputation.silence").within(silence, -LARGEST, 0);
			new Setting("web3.hypermesh.reputation.invalid-proof").within(invalidProof, -LARGEST, 0);
			new Setting("web3.hypermesh.reputation.odd-clock").within(oddClock, -LARGEST, 0);
			new Setting("web3.hypermesh.reputation.disagreement").within(disagreement, -LARGEST, 0);
			new Setting("web3.hypermesh.reputation.replayed-nonce").within(replayedNonce, -LARGEST, 0);
			new Setting("web3.hypermesh.reputation.half-life").within(halfLife, Duration.ofSeconds(1),
					Duration.ofDays(30));
			new Setting("web3.hypermesh.reputation.most").within(most, 0, LARGEST);
			new Setting("web3.hypermesh.reputation.asked-last").within(askedLast, -LARGEST, 0);
		}

		ReputationRules toRules() {
			return new ReputationRules(useful, silence, invalidProof, oddClock, disagreement, replayedNonce, halfLife,
					most, askedLast);
		}

	}

	/**
	 * Of the blocks that this node keeps.
	 *
	 * @param blocks how many at most, the newest
	 * @param size how much disk they take at most
	 * @param followers how many may wait for the next block at once: over HTTP, and as
	 * many nodes
	 * @param patience for a reader to take what it was sent
	 */
	public record Feed(@DefaultValue("100000") int blocks, @DefaultValue("64MB") DataSize size,
			@DefaultValue("64") int followers, @DefaultValue("30s") Duration patience) {

		private static final DataSize LEAST = DataSize.ofMegabytes(1);

		private static final DataSize MOST = DataSize.ofGigabytes(64);

		public Feed {
			new Setting("web3.hypermesh.feed.blocks").within(blocks, 16, 100_000_000);
			new Setting("web3.hypermesh.feed.size").require(size.compareTo(LEAST) >= 0 && size.compareTo(MOST) <= 0,
					"1MB to 64GB, not " + size);
			new Setting("web3.hypermesh.feed.followers").within(followers, 0, 10_000);
			new Setting("web3.hypermesh.feed.patience").within(patience, Duration.ofSeconds(1), Duration.ofHours(1));
		}

		FeedLimits toLimits() {
			return new FeedLimits(blocks, size.toBytes(), followers, patience);
		}

	}

	/** How many labels the plot has, as a power of two. */
	int plotDepth() {
		return PlotFile.depth(plotSize.toBytes());
	}

	LedgerLimits toLimits() {
		return new LedgerLimits(submitDeadline, maxInFlight, requestDeadline, followInterval);
	}

}
