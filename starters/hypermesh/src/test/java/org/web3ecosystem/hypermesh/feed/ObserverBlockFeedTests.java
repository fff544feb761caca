package org.web3ecosystem.hypermesh.feed;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.transport.Call;
import org.web3ecosystem.spi.transport.FeedHandler;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.spitest.Stages.get;

class ObserverBlockFeedTests extends BlockFeedContract {

	@Override
	Member node() {
		return federation.observer("reader");
	}

	@Test
	void oneLiarIsNotBelieved() {
		federation.lieAboutBlocks(federation.member(2).node().id());
		Member observer = federation.observer("believer");
		Told told = new Told(1);
		observer.blocks().listeners().add(told);
		observer.ledger().start();

		observer.blocks().start();

		for (int i = 0; i < 5; i++) {
			Receipt receipt = get(federation.member(0)
				.ledger()
				.submit(RegisterModule.NAME, RegisterModule.set("a", String.valueOf(i))));
			TestFederation.await(() -> told.last() >= receipt.height().number(), told::toString);
			assertThat(told.transaction(receipt.transactionId()).verdict()).isEqualTo(receipt.verdict());
		}
		observer.blocks().all().close();
		observer.ledger().close();
	}

	@Test
	void aloneNobodyIsBelieved() {
		for (int i = 1; i < 4; i++) {
			federation.hideBlocks(federation.member(i).node().id());
		}
		Asked asked = new Asked(federation.member(0), Height.GENESIS);
		Member observer = federation.observer("sceptic");
		observer.ledger().start();
		observer.blocks().all().start();
		set("1");

		observer.blocks().all().follow();

		// one attempt at a time: those before are over
		TestFederation.await(() -> asked.times.get() > 4, () -> "not asked");
		assertThat(observer.blocks().feed().report().last()).isEmpty();
		close(observer);
	}

	/** One lies, one is away: the two others have the blocks. */
	@ParameterizedTest
	@ValueSource(longs = { 2, 5, 1_000_000_000_000_000L })
	void aGapIsNotBelievedWhereABlockIsGiven(long next) {
		federation.hideBlocks(federation.member(1).node().id());
		new Asked(federation.member(2), new Height(next));
		Told told = new Told(1);

		Member observer = reader(told, 5);

		long last = set("last");
		TestFederation.await(() -> told.last() >= last, told::toString);
		assertThat(told.gaps).isEmpty();
		assertThat(told.heights()).containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
		close(observer);
	}

	/** The liar would have less, or more, or all of it left out. */
	@ParameterizedTest
	@ValueSource(longs = { 2, 5, 1_000_000_000_000_000L })
	void aGapIsWhatTheHonestSay(long next) {
		for (int i : List.of(0, 1, 3)) {
			new Asked(federation.member(i), new Height(4));
		}
		new Asked(federation.member(2), new Height(next));
		Told told = new Told(1);

		Member observer = reader(told, 6);

		long last = set("last");
		TestFederation.await(() -> told.last() >= last, told::toString);
		assertThat(told.gaps).containsExactly("1-4");
		assertThat(told.heights()).containsExactlyElementsOf(LongStream.rangeClosed(4, last).boxed().toList());
		close(observer);
	}

	@Test
	void whatOnlyOneGivesIsAGapAfterTwentyAttempts() {
		federation.hideBlocks(federation.member(1).node().id());
		federation.hideBlocks(federation.member(3).node().id());
		Asked asked = new Asked(federation.member(0), Height.GENESIS);
		new Asked(federation.member(2), new Height(4));
		Told told = new Told(1);

		Member observer = reader(told, 6);

		TestFederation.await(() -> told.last() >= 6, told::toString);
		assertThat(told.gaps).containsExactly("1-4");
		// three of four attempts ask it
		assertThat(asked.first.get()).isGreaterThanOrEqualTo(15);
		close(observer);
	}

	/** An observer whose feed begins when there are that many blocks. */
	private Member reader(Told told, int blocks) {
		for (int i = 0; i < blocks; i++) {
			set(String.valueOf(i));
		}
		Member observer = federation.observer("follower");
		observer.blocks().listeners().add(told);
		observer.ledger().start();
		TestFederation.await(() -> observer.ledger().height().number() >= blocks, () -> "no height");
		observer.blocks().start();
		return observer;
	}

	private long set(String value) {
		return get(federation.member(0).ledger().submit(RegisterModule.NAME, RegisterModule.set("a", value))).height()
			.number();
	}

	private static void close(Member observer) {
		observer.blocks().all().close();
		observer.ledger().close();
	}

	/** A validator that has no blocks below a height, or says so. */
	private final class Asked {

		final AtomicInteger times = new AtomicInteger();

		final AtomicInteger first = new AtomicInteger();

		Asked(Member member, Height kept) {
			federation.giveBlocksBy(member.node().id(), honest -> new FeedHandler() {

				@Override
				public String method() {
					return honest.method();
				}

				@Override
				public CompletionStage<Void> handle(Call call, byte[] request, Items items) {
					Height from = BlockRequest.decode(request).from();
					times.incrementAndGet();
					if (from.number() == 1) {
						first.incrementAndGet();
					}
					return from.compareTo(kept) < 0 ? items.send(new BlockItem.Gap(from, kept).encode())
							: honest.handle(call, request, items);
				}

			});
		}

	}

}
