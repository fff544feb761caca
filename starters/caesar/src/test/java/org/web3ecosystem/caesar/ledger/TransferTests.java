package org.web3ecosystem.caesar.ledger;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.EconomyFixture;
import org.web3ecosystem.caesar.TestEconomy;
import org.web3ecosystem.caesar.ledger.Instruction.Bond;
import org.web3ecosystem.caesar.ledger.Instruction.Pay;
import org.web3ecosystem.caesar.ledger.Instruction.Post;
import org.web3ecosystem.caesar.ledger.Instruction.Reserve;
import org.web3ecosystem.caesar.ledger.Instruction.Unbond;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.usage.Economy.Request;

import static org.assertj.core.api.Assertions.assertThat;

class TransferTests extends EconomyFixture {

	@Test
	void aTransferMovesItsAmount() {
		yes(economy.run(alice, pay(300)));

		balances(TestEconomy.OPENING - 300, TestEconomy.OPENING + 300);
	}

	@Test
	void nobodySpendsMoreThanTheyHave() {
		assertThat(economy.run(alice, pay(TestEconomy.OPENING + 1))).isEqualTo(no("exceeds credits"));
		yes(economy.run(alice, pay(TestEconomy.OPENING)));
		assertThat(economy.run(alice, pay(1))).isEqualTo(no("exceeds credits"));

		balances(0, 2 * TestEconomy.OPENING);
	}

	@Test
	void theSameTransferAgainHasNoEffect() {
		Pay once = pay(TestEconomy.OPENING);

		yes(economy.run(alice, once));
		yes(economy.run(alice, once));
		economy.later(Duration.ofDays(400));
		yes(economy.run(alice, once));

		balances(0, 2 * TestEconomy.OPENING);
	}

	@Test
	void theSameIdWithOtherContentIsRefusedByTheFirstThatDiffers() {
		Reserve first = reserve(10, Duration.ofSeconds(5));
		TransferId id = first.id();
		yes(economy.run(alice, first));

		assertThat(List.of(economy.run(alice, new Pay(id, his, Payee.of(hers), 11, 1)),
				economy.run(bob, new Reserve(id, his, Payee.of(hers), 11, 1, Duration.ZERO)),
				economy.run(alice, new Reserve(id, his, Payee.of(AccountId.FEES), 11, 1, Duration.ZERO)),
				economy.run(alice, new Reserve(id, hers, Payee.of(AccountId.FEES), 11, 1, Duration.ZERO)),
				economy.run(alice, new Reserve(id, hers, Payee.of(his), 11, 1, Duration.ZERO)),
				economy.run(alice, new Reserve(id, hers, Payee.of(his), 10, 1, Duration.ZERO)),
				economy.run(alice, new Reserve(id, hers, Payee.of(his), 10, 0, Duration.ZERO))))
			.containsExactly(no("exists with different kind"), no("exists with different author"),
					no("exists with different debit"), no("exists with different credit"),
					no("exists with different amount"), no("exists with different code"),
					no("exists with different timeout"));
		yes(economy.run(alice, first));
		Post post = new Post(economy.fresh(), id, 10);
		yes(economy.run(alice, post));
		assertThat(economy.run(alice, new Post(post.id(), economy.fresh(), 10)))
			.isEqualTo(no("exists with different pending"));
	}

	@Test
	void onlyTheOwnerDebitsAnAccount() {
		assertThat(economy.run(bob, pay(1))).isEqualTo(no("debit account not yours"));
		assertThat(economy.run(bob, new Reserve(economy.fresh(), hers, Payee.of(his), 1, 0, Duration.ZERO)))
			.isEqualTo(no("debit account not yours"));
		for (AccountId own : List.of(AccountId.ISSUANCE, AccountId.FEES, AccountId.REWARDS, AccountId.STAKE,
				AccountId.UNBONDING)) {
			assertThat(economy.run(bob, new Pay(economy.fresh(), own, Payee.of(his), 1, 0)))
				.isEqualTo(no("debit account not yours"));
		}
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

	@Test
	void theLedgersOwnAccountsTakeNoTransfers() {
		for (AccountId own : List.of(AccountId.ISSUANCE, AccountId.FEES, AccountId.REWARDS, AccountId.STAKE,
				AccountId.UNBONDING)) {
			assertThat(economy.run(alice, new Pay(economy.fresh(), hers, Payee.of(own), 1, 0)))
				.isEqualTo(no("credit account is reserved"));
		}
	}

	@Test
	void anAccountIsOpenedForWhoeverIsPaidByTheirWholeId() {
		NodeId carol = TestEconomy.stranger(3);

		assertThat(economy.run(alice, new Pay(economy.fresh(), hers, Payee.of(AccountId.of(carol)), 5, 0)))
			.isEqualTo(no("credit account not found"));
		assertThat(economy.run(carol, new Pay(economy.fresh(), AccountId.of(carol), Payee.of(his), 5, 0)))
			.isEqualTo(no("debit account not found"));
		yes(economy.run(alice, new Pay(economy.fresh(), hers, Payee.of(carol), 5, 0)));
		yes(economy.run(carol, new Pay(economy.fresh(), AccountId.of(carol), Payee.of(his), 4, 0)));

		assertThat(economy.account(carol).owner()).contains(carol);
		balances(TestEconomy.OPENING - 5, TestEconomy.OPENING + 4);
	}

	@Test
	void whoseIdBeginsLikeAnothersGetsNothingOfTheirs() {
		NodeId twin = new NodeId(alice.hex().substring(0, 32) + "0".repeat(32));

		assertThat(economy.run(twin, pay(1))).isEqualTo(no("debit account not yours"));
		assertThat(economy.run(bob, new Pay(economy.fresh(), his, Payee.of(twin), 1, 0)))
			.isEqualTo(no("credit account has another owner"));
		assertThat(economy.run(twin, new Bond(economy.fresh(), 1))).isEqualTo(no("debit account not yours"));
		assertThat(economy.call(twin, new Request.Charge(1, "r"))).isEqualTo(no("debit account not yours"));
		assertThat(economy.call(bob, new Request.Served(twin, 1_000, "r")))
			.isEqualTo(no("credit account has another owner"));
		NodeId reserved = new NodeId("0".repeat(31) + "9" + "f".repeat(32));
		assertThat(economy.run(bob, new Pay(economy.fresh(), his, Payee.of(reserved), 1, 0)))
			.isEqualTo(no("credit account is reserved"));
		assertThat(economy.call(bob, new Request.Served(reserved, 1_000, "r")))
			.isEqualTo(no("credit account is reserved"));
	}

	@Test
	void nothingOverflows() {
		// all the money there is, sent to and fro until the sums are full
		TestEconomy rich = new TestEconomy(2, 1L << 53);
		NodeId one = rich.validator(0);
		NodeId two = rich.validator(1);
		yes(rich.run(one, new Unbond(rich.fresh(), 1L << 53)));
		rich.after(TestEconomy.DELAY);
		long all = rich.account(one).available();
		assertThat(all).isGreaterThan(1L << 53);

		Verdict last = Verdict.accepted();
		for (int i = 0; last.isAccepted() && i < 3_000; i++) {
			NodeId from = i % 2 == 0 ? one : two;
			NodeId to = i % 2 == 0 ? two : one;
			last = rich.run(from, new Pay(rich.fresh(), AccountId.of(from), Payee.of(AccountId.of(to)), all, 0));
		}

		assertThat(last).isEqualTo(no("overflows"));
		rich.endBlock();
		assertThat(rich.audit()).isEmpty();
		assertThat(rich.books().totals().debitsPosted().bitLength()).isGreaterThan(63);
	}

	@Test
	void theLargestAmountIsRefusedAndHarmsNothing() {
		assertThat(economy.run(alice, pay(Long.MAX_VALUE))).isEqualTo(no("overflows"));
		assertThat(economy.run(alice, reserve(Long.MAX_VALUE, Duration.ZERO))).isEqualTo(no("overflows"));
		assertThat(economy.run(alice, new Bond(economy.fresh(), Long.MAX_VALUE))).isEqualTo(no("overflows"));
		assertThat(economy.run(alice, new Unbond(economy.fresh(), Long.MAX_VALUE))).isEqualTo(no("exceeds stake"));
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

}
