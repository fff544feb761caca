package org.web3ecosystem.hypermesh.feed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Blocks;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.ledger.Validators;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.BlockListener;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.spitest.Stages.get;

/** What a listener may count on, whatever the node is. */
abstract class BlockFeedContract {

	final TestFederation federation = new TestFederation(4).start();

	@TempDir
	Path directory;

	private Member node;

	private Blocks blocks;

	/** The node whose feed it is. */
	abstract Member node();

	@BeforeEach
	void begin() {
		node = node();
		node.ledger().start();
		blocks = open();
	}

	@AfterEach
	void close() {
		blocks.all().close();
		node.ledger().close();
		federation.close();
	}

	private Blocks open() {
		return federation.blocks(node.ledger(), new Validators(node.node(), node.transport()), directory);
	}

	private void listen(BlockListener listener) {
		blocks.listeners().add(listener);
		blocks.start();
	}

	private Receipt set(String key, String value) {
		return get(federation.member(0).ledger().submit(RegisterModule.NAME, RegisterModule.set(key, value)));
	}

	private static void await(Told told, long height) {
		TestFederation.await(() -> told.last() >= height, told::toString);
	}

	@Test
	void everyBlockIsToldOnceAndInOrderWithWhatBecameOfItsTransactions() {
		Told told = new Told(1);
		listen(told);
		Receipt accepted = set("a", "1");
		Receipt refused = set("refused", "no");
		for (int i = 0; i < 20; i++) {
			set("b", String.valueOf(i));
		}

		long last = set("c", "1").height().number();

		await(told, last);
		assertThat(told.heights()).containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
		CommittedBlock.Executed first = told.transaction(accepted.transactionId());
		assertThat(first.verdict()).isEqualTo(Verdict.accepted());
		assertThat(first.module()).isEqualTo(RegisterModule.NAME);
		assertThat(first.author()).isEqualTo(federation.member(0).node().id());
		assertThat(first.consensusTime()).isEqualTo(accepted.consensusTime());
		assertThat(told.transaction(refused.transactionId()).verdict()).isEqualTo(Verdict.rejected("no"));
	}

	@Test
	void whoStartsAgainIsToldFromWhereItSays() {
		Told before = new Told(1);
		listen(before);
		await(before, set("a", "1").height().number());
		blocks.all().close();
		set("b", "1");
		set("b", "2");

		blocks = open();
		Told after = new Told(before.last() + 1);
		listen(after);
		long last = set("c", "1").height().number();

		await(after, last);
		assertThat(after.heights())
			.containsExactlyElementsOf(LongStream.rangeClosed(before.last() + 1, last).boxed().toList());
	}

	@Test
	void whoFailsIsToldTheSameBlockAgainAndHoldsUpNobody() {
		Told failing = new Told(1);
		failing.failures = 1;
		Told other = new Told(1);
		blocks.listeners().add(failing);
		listen(other);

		long last = set("a", "1").height().number();

		await(other, last);
		await(failing, last);
		assertThat(failing.heights()).isEqualTo(other.heights());
	}

	@Test
	void allNodesAreToldTheSame() {
		Told told = new Told(1);
		listen(told);
		long last = set("a", "1").height().number();
		await(told, last);

		for (Member member : federation.members()) {
			TestFederation.await(
					() -> member.blocks().feed().report().last().filter(new Height(last)::equals).isPresent(),
					() -> "not there");
			for (CommittedBlock block : told.blocks) {
				assertThat(member.blocks().feed().at(block.height(), 1)).isEqualTo(new Step.Blocks(List.of(block)));
			}
		}
	}

	/** Remembers. */
	static final class Told implements BlockListener {

		final List<CommittedBlock> blocks = new CopyOnWriteArrayList<>();

		final List<String> gaps = new CopyOnWriteArrayList<>();

		private final long from;

		int failures;

		Told(long from) {
			this.from = from;
		}

		@Override
		public Height from() {
			return new Height(from);
		}

		@Override
		public void block(CommittedBlock block) {
			if (failures-- > 0) {
				throw new IllegalStateException("not now");
			}
			blocks.add(block);
		}

		@Override
		public void gap(Height missing, Height next) {
			gaps.add(missing.number() + "-" + next.number());
		}

		List<Long> heights() {
			return blocks.stream().map(block -> block.height().number()).toList();
		}

		long last() {
			return blocks.isEmpty() ? 0 : blocks.getLast().height().number();
		}

		CommittedBlock.Executed transaction(String id) {
			return blocks.stream()
				.flatMap(block -> block.executed().stream())
				.filter(each -> each.id().equals(id))
				.findFirst()
				.orElseThrow();
		}

		@Override
		public String toString() {
			return heights() + " gaps " + gaps;
		}

	}

}
