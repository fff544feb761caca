package org.web3ecosystem.caesar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction;
import org.web3ecosystem.caesar.ledger.Instruction.Bond;
import org.web3ecosystem.caesar.ledger.Instruction.Pay;
import org.web3ecosystem.caesar.ledger.Instruction.Post;
import org.web3ecosystem.caesar.ledger.Instruction.Reserve;
import org.web3ecosystem.caesar.ledger.Instruction.Unbond;
import org.web3ecosystem.caesar.ledger.Instruction.Void;
import org.web3ecosystem.caesar.ledger.Instructions;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.caesar.ledger.TransferId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.usage.Economy.Request;

import static org.assertj.core.api.Assertions.assertThat;

class EconomyModuleTests {

	private static final long STAKE = 5_000;

	private final TestEconomy economy = new TestEconomy(4, STAKE);

	private final NodeId alice = economy.validator(0);

	private final NodeId bob = economy.validator(1);

	private final AccountId hers = AccountId.of(alice);

	private final AccountId his = AccountId.of(bob);

	private Pay pay(long amount) {
		return new Pay(economy.fresh(), hers, Payee.of(his), amount, 0);
	}

	private Reserve reserve(long amount, Duration timeout) {
		return new Reserve(economy.fresh(), hers, Payee.of(his), amount, 0, timeout);
	}

	private static Verdict no(String reason) {
		return Verdict.rejected(reason);
	}

	private void yes(Verdict verdict) {
		assertThat(verdict).isEqualTo(Verdict.accepted());
	}

	private void balances(long ofAlice, long ofBob) {
		economy.endBlock();
		assertThat(List.of(economy.account(alice).balance(), economy.account(bob).balance())).containsExactly(ofAlice,
				ofBob);
		assertThat(economy.audit()).isEmpty();
	}

	// the beginning

	@Test
	void theBooksBalanceFromTheFirstBlock() {
		economy.endBlock();

		assertThat(economy.audit()).isEmpty();
		assertThat(economy.account(AccountId.ISSUANCE).balance())
			.isEqualTo(-4 * (STAKE + TestEconomy.OPENING) - TestEconomy.REWARDS);
		assertThat(economy.account(AccountId.STAKE).balance()).isEqualTo(4 * STAKE);
		assertThat(economy.account(AccountId.REWARDS).balance()).isEqualTo(TestEconomy.REWARDS);
		assertThat(economy.account(alice).balance()).isEqualTo(TestEconomy.OPENING);
		assertThat(economy.stake(alice)).isEqualTo(STAKE);
	}

	@Test
	void theLargestRosterFitsTheFirstBlock() {
		TestEconomy large = new TestEconomy(Genesis.MAX_VALIDATORS, 1L << 53);

		large.endBlock();

		assertThat(large.audit()).isEmpty();
	}

	// transfers

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
		assertThat(economy.run(bob, pay(1))).isEqualTo(no("debit account is anothers"));
		assertThat(economy.run(bob, new Reserve(economy.fresh(), hers, Payee.of(his), 1, 0, Duration.ZERO)))
			.isEqualTo(no("debit account is anothers"));
		for (AccountId own : List.of(AccountId.ISSUANCE, AccountId.FEES, AccountId.REWARDS, AccountId.STAKE,
				AccountId.UNBONDING)) {
			assertThat(economy.run(bob, new Pay(economy.fresh(), own, Payee.of(his), 1, 0)))
				.isEqualTo(no("debit account is anothers"));
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

		assertThat(economy.run(twin, pay(1))).isEqualTo(no("debit account is anothers"));
		assertThat(economy.run(bob, new Pay(economy.fresh(), his, Payee.of(twin), 1, 0)))
			.isEqualTo(no("credit account is anothers"));
		assertThat(economy.run(twin, new Bond(economy.fresh(), 1))).isEqualTo(no("debit account is anothers"));
		assertThat(economy.call(twin, new Request.Charge(1, "r"))).isEqualTo(no("debit account is anothers"));
		assertThat(economy.call(bob, new Request.Served(twin, 1_000, "r"))).isEqualTo(no("credit account is anothers"));
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

	// two phases

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
			.isEqualTo(no("debit account is anothers"));
		assertThat(economy.run(economy.validator(2), new Void(economy.fresh(), first.id())))
			.isEqualTo(no("both accounts are anothers"));
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

	// linked

	@Test
	void linkedOperationsAreDoneTogether() {
		Reserve pending = reserve(50, Duration.ZERO);

		yes(economy.run(alice, pay(10), pending, new Post(economy.fresh(), pending.id(), 20),
				new Bond(economy.fresh(), 5)));

		assertThat(economy.stake(alice)).isEqualTo(STAKE + 5);
		balances(TestEconomy.OPENING - 35, TestEconomy.OPENING + 30);
	}

	@Test
	void ifOneOfThemIsRefusedNoneIsDone() {
		Pay good = pay(10);
		assertThat(economy.run(alice, good, new Bond(economy.fresh(), 5), pay(TestEconomy.OPENING)))
			.isEqualTo(no("operation 3: exceeds credits"));

		assertThat(economy.books().transfer(good.id())).isEmpty();
		assertThat(economy.stake(alice)).isEqualTo(STAKE);
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
		yes(economy.run(alice, good));
	}

	@Test
	void theLargestBatchFits() {
		Instruction[] batch = new Instruction[Instructions.MAX_LINKED];
		for (int i = 0; i < batch.length; i++) {
			batch[i] = new Reserve(economy.fresh(), hers, Payee.of(TestEconomy.stranger(i)), 1, 0xffff,
					Duration.ofSeconds(100_000 - i));
		}

		yes(economy.run(alice, batch));

		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

	// stake

	@Test
	void bondedMoneyIsStakeAtOnceAndFreeAWhileAfterItWasTakenBack() {
		yes(economy.run(alice, new Bond(economy.fresh(), 400)));
		assertThat(economy.stake(alice)).isEqualTo(STAKE + 400);
		assertThat(economy.account(alice).available()).isEqualTo(TestEconomy.OPENING - 400);

		yes(economy.run(alice, new Unbond(economy.fresh(), 1_000)));
		assertThat(economy.stake(alice)).isEqualTo(STAKE - 600);
		economy.after(TestEconomy.DELAY.minusMillis(1));
		assertThat(economy.account(AccountId.UNBONDING).balance()).isEqualTo(1_000);
		assertThat(economy.account(alice).available()).isEqualTo(TestEconomy.OPENING - 400);

		economy.after(Duration.ofMillis(1));
		assertThat(economy.account(AccountId.UNBONDING).balance()).isZero();
		balances(TestEconomy.OPENING + 600, TestEconomy.OPENING);
	}

	@Test
	void nobodyTakesBackMoreThanTheyBonded() {
		assertThat(economy.run(alice, new Unbond(economy.fresh(), STAKE + 1))).isEqualTo(no("exceeds stake"));
		assertThat(economy.run(TestEconomy.stranger(1), new Unbond(economy.fresh(), 1))).isEqualTo(no("exceeds stake"));
		Unbond all = new Unbond(economy.fresh(), STAKE);
		yes(economy.run(alice, all));
		yes(economy.run(alice, all));
		assertThat(economy.run(alice, new Unbond(economy.fresh(), 1))).isEqualTo(no("exceeds stake"));
		assertThat(economy.stake(alice)).isZero();
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

	@Test
	void manyReturnsComeBlockByBlock() {
		for (int i = 0; i < 20; i++) {
			yes(economy.run(alice, new Unbond(economy.fresh(), 10)));
		}

		economy.after(TestEconomy.DELAY);
		assertThat(economy.account(alice).balance()).isEqualTo(TestEconomy.OPENING + 80);
		economy.endBlock().endBlock();

		balances(TestEconomy.OPENING + 200, TestEconomy.OPENING);
	}

	// fees and rewards

	@Test
	void aFeeIsPaidByTheAuthorOfTheCommand() {
		yes(economy.call(alice, new Request.Charge(70, "publish")));
		yes(economy.call(alice, new Request.Charge(70, "publish")));
		yes(economy.call(alice, new Request.Charge(0, "nothing")));

		assertThat(economy.account(AccountId.FEES).balance()).isEqualTo(140);
		balances(TestEconomy.OPENING - 140, TestEconomy.OPENING);
	}

	@Test
	void whoCannotPayAFeeIsRefused() {
		assertThat(economy.call(alice, new Request.Charge(TestEconomy.OPENING + 1, "r")))
			.isEqualTo(no("exceeds credits"));
		assertThat(economy.call(TestEconomy.stranger(1), new Request.Charge(1, "r")))
			.isEqualTo(no("debit account not found"));
	}

	@Test
	void whoServedIsPaidTheSameInHoweverManyParts() {
		NodeId provider = TestEconomy.stranger(5);
		for (int i = 0; i < 7; i++) {
			yes(economy.call(alice, new Request.Served(provider, 999, "blob")));
		}
		yes(economy.call(alice, new Request.Served(bob, 6_993, "blob")));

		assertThat(economy.account(provider).balance()).isEqualTo(6);
		balances(TestEconomy.OPENING, TestEconomy.OPENING + 6);
	}

	@Test
	void whenThereIsNothingLeftItPaysWhatIsThere() {
		yes(economy.call(alice, new Request.Served(bob, 900_000, "blob")));
		yes(economy.call(alice, new Request.Served(bob, Long.MAX_VALUE, "blob")));
		yes(economy.call(alice, new Request.Served(bob, Long.MAX_VALUE, "blob")));

		assertThat(economy.account(AccountId.REWARDS).balance()).isZero();
		balances(TestEconomy.OPENING, TestEconomy.OPENING + TestEconomy.REWARDS);
	}

	@Test
	void anAuthorCannotAskForWhatOnlyModulesAskFor() {
		for (Request request : List.of(new Request.Charge(1, "r"), new Request.Served(alice, 1_000_000, "r"))) {
			assertThat(economy.execute(alice, request.encode(), Optional.empty()))
				.isEqualTo(no("nobody may ask the economy for this"));
		}
		assertThat(economy.execute(alice, Instructions.of(pay(1)).encode(), Optional.of("catalogue")).isAccepted())
			.isFalse();
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

	// form

	@Test
	void whatIsAskedIsRead() {
		Instructions all = new Instructions(
				List.of(pay(1), reserve(2, Duration.ofSeconds(3)), new Pay(economy.fresh(), hers, Payee.of(bob), 1, 7),
						new Post(economy.fresh(), economy.fresh(), 4), new Void(economy.fresh(), economy.fresh()),
						new Bond(economy.fresh(), 5), new Unbond(economy.fresh(), 6)));

		assertThat(Instructions.decode(all.encode())).isEqualTo(all);
		for (Instruction one : all.all()) {
			assertThat(Instructions.decode(Instructions.of(one).encode()).all()).containsExactly(one);
		}
	}

	@Test
	void everyTruncationIsRefused() {
		byte[] body = new Instructions(List.of(pay(1), reserve(2, Duration.ofSeconds(3)))).encode();
		for (int length = 0; length < body.length; length++) {
			assertThat(economy.execute(alice, Arrays.copyOf(body, length), Optional.empty()).isAccepted()).isFalse();
		}
		assertThat(economy.execute(alice, Arrays.copyOf(body, body.length + 1), Optional.empty()).isAccepted())
			.isFalse();
	}

	@Test
	void whatIsMalformedIsRefusedBeforeItIsOrdered() {
		Cbor id = Cbor.of(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 });
		Cbor account = Cbor.of(new byte[16]);
		refused("amount is positive", bond(id, 0));
		refused("amount is positive", bond(id, -1));
		refused("32 lower-case", bond(Cbor.of(new byte[15]), 1));
		refused("ledger's own", bond(Cbor.of(new byte[16]), 1));
		refused("nobody may ask", Cbor.struct(Map.entry("do", Cbor.of("mint"))));
		refused("missing entry", Cbor.struct(Map.entry("do", Cbor.of("bond"))));
		refused("unexpected entry", Cbor.struct(Map.entry("do", Cbor.of("void")), Map.entry("id", id),
				Map.entry("pending", account), Map.entry("amount", Cbor.of(1))));
		refused("two accounts are one",
				Cbor.struct(Map.entry("do", Cbor.of("transfer")), Map.entry("id", id), Map.entry("debit", account),
						Map.entry("credit", account), Map.entry("amount", Cbor.of(1)), Map.entry("code", Cbor.of(0))));
		refused("code is 0",
				Cbor.struct(Map.entry("do", Cbor.of("transfer")), Map.entry("id", id), Map.entry("debit", account),
						Map.entry("credit", id), Map.entry("amount", Cbor.of(1)),
						Map.entry("code", Cbor.of(Long.MAX_VALUE))));
		for (long timeout : new long[] { -1, 2_592_001, Long.MAX_VALUE, Long.MIN_VALUE }) {
			refused("timeout is 0",
					Cbor.struct(Map.entry("do", Cbor.of("pending")), Map.entry("id", id), Map.entry("debit", account),
							Map.entry("credit", id), Map.entry("amount", Cbor.of(1)), Map.entry("code", Cbor.of(0)),
							Map.entry("timeout", Cbor.of(timeout))));
		}
		refused("settle itself",
				Cbor.struct(Map.entry("do", Cbor.of("void")), Map.entry("id", id), Map.entry("pending", id)));
		Cbor nested = Cbor.struct(Map.entry("do", Cbor.of("linked")),
				Map.entry("operations", Cbor.of(List.of(bond(id, 1), bond(id, 1)))));
		refused("nobody may ask", Cbor.struct(Map.entry("do", Cbor.of("linked")),
				Map.entry("operations", Cbor.of(List.of(nested, nested)))));
		refused("2 to 64", Cbor.struct(Map.entry("do", Cbor.of("linked")),
				Map.entry("operations", Cbor.of(List.of(bond(id, 1))))));
		List<Cbor> many = new ArrayList<>();
		for (int i = 0; i < 65; i++) {
			many.add(bond(id, 1));
		}
		refused("2 to 64", Cbor.struct(Map.entry("do", Cbor.of("linked")), Map.entry("operations", Cbor.of(many))));
	}

	private static Cbor bond(Cbor id, long amount) {
		return Cbor.struct(Map.entry("do", Cbor.of("bond")), Map.entry("id", id), Map.entry("amount", Cbor.of(amount)));
	}

	private void refused(String reason, Cbor body) {
		assertThat(economy.execute(alice, body.encode(), Optional.empty()))
			.isInstanceOfSatisfying(Verdict.Rejected.class, no -> assertThat(no.reason()).contains(reason));
	}

}
