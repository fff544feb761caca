package org.web3ecosystem.hypermesh.feed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.spi.consensus.ProofKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BlockFeedTests {

	private static final FeedLimits LIMITS = new FeedLimits(100, 1 << 20, 2, Duration.ofSeconds(1));

	@TempDir
	private Path directory;

	private BlockFeed feed;

	@BeforeEach
	void open() {
		feed = new BlockFeed(directory.resolve("blocks"), LIMITS, Runnable::run);
		feed.start();
	}

	@AfterEach
	void close() {
		feed.close();
	}

	@Test
	void whatIsNotThereYetIsComing() {
		feed.accept(block(1, 1));

		assertThat(feed.at(new Height(1), 10)).isEqualTo(new Step.Blocks(List.of(block(1, 1))));
		assertThat(feed.at(new Height(2), 10)).isEqualTo(new Step.Coming());
	}

	@Test
	void aGapIsToldWhenNobodyFillsIt() {
		feed.accept(block(1, 1));
		feed.accept(block(5, 1));
		assertThat(feed.at(new Height(2), 10)).isEqualTo(new Step.Coming());
		feed.settle(new Height(3));
		assertThat(feed.at(new Height(2), 10)).isEqualTo(new Step.Coming());

		feed.settle(new Height(4));

		assertThat(feed.at(new Height(2), 10)).isEqualTo(new Step.Gap(new Height(2), new Height(5)));
		assertThat(feed.at(new Height(5), 10)).isInstanceOf(Step.Blocks.class);
	}

	@Test
	void whatWasLetGoIsAGap() {
		for (int height = 1; height <= 300; height++) {
			feed.accept(block(height, 1));
		}

		assertThat(feed.at(new Height(1), 10))
			.isEqualTo(new Step.Gap(new Height(1), feed.report().first().orElseThrow()));
		assertThat(feed.report().blocks()).isLessThanOrEqualTo(100);
	}

	@Test
	void placesAreLimitedAndGivenBack() throws Exception {
		AutoCloseable one = feed.follow().orElseThrow();
		feed.follow().orElseThrow();
		assertThat(feed.follow()).isEmpty();
		assertThat(feed.hasRoom()).isFalse();

		one.close();
		one.close();

		assertThat(feed.report().followers()).isEqualTo(1);
		assertThat(feed.follow()).isPresent();
	}

	@Test
	void withoutADiskTheFeedIsUnavailableAndTheLedgerGoesOn() throws Exception {
		Path file = Files.createFile(directory.resolve("file"));
		BlockFeed without = new BlockFeed(file.resolve("blocks"), LIMITS, Runnable::run);

		without.start();
		without.accept(block(1, 1));

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> without.at(new Height(1), 1));
		assertThat(without.isOpen()).isFalse();
	}

	@Test
	void aBlockOfAnySizeIsKeptWithWhatFits() {
		feed.accept(block(1, 20_000));

		CommittedBlock kept = ((Step.Blocks) feed.at(new Height(1), 1)).blocks().getFirst();

		assertThat(kept.executed()).hasSizeGreaterThan(1_000).hasSizeLessThan(20_000);
		assertThat(kept.omitted() + kept.executed().size()).isEqualTo(20_000);
		assertThat(BlockCodec.encode(kept)).hasSizeLessThanOrEqualTo(BlockCodec.MAX_BYTES)
			.isEqualTo(BlockCodec.encode(block(1, 20_000)));
	}

	@Test
	void everyTruncationOfABlockIsRefused() {
		byte[] whole = BlockCodec.encode(block(7, 3));
		assertThat(BlockCodec.decode(whole)).isEqualTo(block(7, 3));
		for (int length = 0; length < whole.length; length++) {
			byte[] cut = java.util.Arrays.copyOf(whole, length);
			assertThatExceptionOfType(CborException.class).isThrownBy(() -> BlockCodec.decode(cut));
		}
	}

	@Test
	void aBlockSaysWhichProofsWereDoneWithout() {
		CommittedBlock.Executed waived = new CommittedBlock.Executed("ab".repeat(32), new NodeId("cd".repeat(32)),
				"names", Instant.EPOCH, Verdict.accepted(), Set.of(ProofKind.WORK, ProofKind.SPACE));
		CommittedBlock block = new CommittedBlock(new Epoch(1), new Height(9), Instant.EPOCH, new byte[32],
				List.of(waived), 0);
		byte[] whole = BlockCodec.encode(block);

		assertThat(BlockCodec.decode(whole)).isEqualTo(block);
		for (int length = 0; length < whole.length; length++) {
			byte[] cut = java.util.Arrays.copyOf(whole, length);
			assertThatExceptionOfType(CborException.class).isThrownBy(() -> BlockCodec.decode(cut));
		}
	}

	private static CommittedBlock block(long height, int transactions) {
		CommittedBlock.Executed refused = new CommittedBlock.Executed("ab".repeat(32), new NodeId("cd".repeat(32)),
				"names", Instant.parse("2026-01-01T00:00:00.000000001Z"), Verdict.rejected("no"));
		return new CommittedBlock(new Epoch(1), new Height(height), Instant.parse("2026-01-01T00:00:01Z"), new byte[32],
				Collections.nCopies(transactions, refused), 0);
	}

}
