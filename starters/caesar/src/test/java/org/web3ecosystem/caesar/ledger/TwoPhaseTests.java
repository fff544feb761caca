package org.web3ecosystem.caesar.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.EconomyFixture;
import org.web3ecosystem.caesar.TestEconomy;
import org.web3ecosystem.caesar.ledger.Instruction.Pay;
import org.web3ecosystem.caesar.ledger.Instruction.Post;
import org.web3ecosystem.caesar.ledger.Instruction.Reserve;
import org.web3ecosystem.caesar.ledger.Instruction.Void;

import static org.assertj.core.api.Assertions.assertThat;

class TwoPhaseTests extends EconomyFixture {

	@Test
	void whatIsReservedIsNoLongerThereToSpend() {
		yes(economy.run(alice, reserve(TestEconomy.OPENING - 1, Duration.ZERO)));

		assertThat(economy.run(alice, pay(2))).isEqualTo(no("exceeds credits"));
		yes(economy.run(alice, pay(1)));
		balances(TestEconomy.OPENING - 1, TestEconomy.OPENING + 1);
	}

	@Test
	void postingMovesWhatIsPostedAndReturnsTheRest() {
		Reserve pending = reserve(100, Duration.ZERO);
		yes(economy.run(alice, pending));

		assertThat(economy.run(alice, new Post(economy.fresh(), pending.id(), 101)))
			.isEqualTo(no("exceeds pending amount"));
		yes(economy.run(alice, new Post(economy.fresh(), pending.id(), 60)));

		assertThat(economy.account(alice).debitsPending()).isZero();
		balances(TestEconomy.OPENING - 60, TestEconomy.OPENING + 60);
	}

	@Test
	void whatIsSettledIsSettled() {
		Reserve posted = reserve(100, Duration.ofSeconds(60));
		Reserve voided = reserve(100, Duration.ofSeconds(60));
		Post post = new Post(economy.fresh(), posted.id(), 100);
		yes(economy.run(alice, posted, voided));
		yes(economy.run(alice, post));
		yes(economy.run(alice, new Void(economy.fresh(), voided.id())));

		yes(economy.run(alice, post));
		assertThat(economy.run(alice, new Void(economy.fresh(), posted.id())))
			.isEqualTo(no("pending transfer is posted"));
		assertThat(economy.run(alice, new Post(economy.fresh(), posted.id(), 1)))
			.isEqualTo(no("pending transfer is posted"));
		assertThat(economy.run(alice, new Post(economy.fresh(), voided.id(), 1)))
			.isEqualTo(no("pending transfer is voided"));
		economy.after(Duration.ofSeconds(61));
		assertThat(economy.run(alice, new Post(economy.fresh(), voided.id(), 1)))
			.isEqualTo(no("pending transfer is voided"));
		balances(TestEconomy.OPENING - 100, TestEconomy.OPENING + 100);
	}

	@Test
	void onlyThePayerPostsAndEitherSideVoids() {
		Reserve first = reserve(10, Duration.ZERO);
		Reserve second = reserve(10, Duration.ZERO);
		yes(economy.run(alice, first, second));

		assertThat(economy.run(bob, new Post(economy.fresh(), first.id(), 10)))
			.isEqualTo(no("debit account not yours"));
		assertThat(economy.run(economy.validator(2), new Void(economy.fresh(), first.id())))
			.isEqualTo(no("neither account is yours"));
		yes(economy.run(bob, new Void(economy.fresh(), first.id())));
		yes(economy.run(alice, new Void(economy.fresh(), second.id())));
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

	@Test
	void onlyAPendingTransferIsSettled() {
		Pay plain = pay(10);
		yes(economy.run(alice, plain));

		assertThat(economy.run(alice, new Post(economy.fresh(), plain.id(), 10)))
			.isEqualTo(no("transfer is not pending"));
		assertThat(economy.run(alice, new Void(economy.fresh(), economy.fresh())))
			.isEqualTo(no("pending transfer not found"));
	}

	@Test
	void whatIsNotSettledInTimeComesBack() {
		Reserve pending = reserve(100, Duration.ofSeconds(5));
		yes(economy.run(alice, pending));
		economy.after(Duration.ofSeconds(4).plusMillis(999));
		assertThat(economy.account(alice).available()).isEqualTo(TestEconomy.OPENING - 100);

		economy.later(Duration.ofMillis(1));
		assertThat(economy.run(alice, new Post(economy.fresh(), pending.id(), 100)))
			.isEqualTo(no("pending transfer is expired"));
		economy.endBlock();

		assertThat(economy.account(alice).available()).isEqualTo(TestEconomy.OPENING);
		assertThat(economy.account(bob).creditsPending()).isZero();
		assertThat(economy.run(alice, new Void(economy.fresh(), pending.id())))
			.isEqualTo(no("pending transfer is expired"));
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

	@Test
	void manyThatExpireAtOnceComeBackBlockByBlock() {
		for (int i = 0; i < 20; i++) {
			List<Instruction> batch = new ArrayList<>();
			for (int j = 0; j < Instructions.MAX_LINKED; j++) {
				// later ones end earlier: each has to find its place
				batch.add(reserve(1, Duration.ofSeconds(100_000 - 64 * i - j)));
			}
			yes(economy.run(alice, batch.toArray(Instruction[]::new)));
		}
		assertThat(economy.account(alice).available()).isEqualTo(TestEconomy.OPENING - 1_280);

		economy.after(Duration.ofDays(2));
		assertThat(economy.account(alice).available()).isEqualTo(TestEconomy.OPENING - 1_280 + 24);
		for (int i = 0; i < 1_280 / 24 + 1; i++) {
			economy.endBlock();
		}

		balances(TestEconomy.OPENING, TestEconomy.OPENING);
		assertThat(economy.account(alice).available()).isEqualTo(TestEconomy.OPENING);
		assertThat(economy.largestChange()).isLessThan(512);
	}

}
