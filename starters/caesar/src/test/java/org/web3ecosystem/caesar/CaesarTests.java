package org.web3ecosystem.caesar;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.ledger.Books;
import org.web3ecosystem.caesar.ledger.Totals;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.health.ComponentHealth.Status;

import static org.assertj.core.api.Assertions.assertThat;

class CaesarTests {

	private final TestEconomy economy = new TestEconomy(2, 100);

	private final TestLedger ledger = new TestLedger(economy, economy.validator(0));

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	private final Caesar caesar = Caesar
		.of(new Accounts(economy.validator(0), ledger, TestLedger.prover(Verdict.accepted())), now::get);

	private void later(Duration time) {
		now.updateAndGet(instant -> instant.plus(time));
	}

	@Test
	void itIsUpWithWhatItSees() {
		assertThat(caesar.health().status()).isEqualTo(Status.STOPPED);
		assertThat(caesar.balances().met()).isFalse();

		caesar.start();

		assertThat(caesar.health().status()).isEqualTo(Status.UP);
		assertThat(caesar.health().details()).containsEntry("accounts", 7L)
			.containsEntry("transfers", 5L)
			.containsEntry("rewardsLeft", TestEconomy.REWARDS)
			.containsEntry("bonded", 200L)
			.containsEntry("fees", 0L);
		assertThat(caesar.balances().met()).isTrue();
		assertThat(caesar.balances().reason()).contains("5 transfers between 7 accounts");
		assertThat(caesar.capabilities()).isEmpty();
	}

	@Test
	void beforeTheFirstBlockItIsUpAndTheFeatureWaits() {
		economy.entries().clear();
		caesar.start();

		assertThat(caesar.health().status()).isEqualTo(Status.UP);
		assertThat(caesar.balances().met()).isFalse();
		assertThat(caesar.balances().reason()).contains("first block");
	}

	@Test
	void booksThatDoNotBalanceAreSeen() {
		Totals sums = economy.books().totals();
		economy.alone(state -> state.put(Books.TOTALS,
				new Totals(sums.accounts(), sums.transfers(), sums.debitsPending(),
						sums.debitsPosted().add(BigInteger.ONE), sums.creditsPending(), sums.creditsPosted(), "")
					.encode()));
		caesar.start();

		assertThat(caesar.health().status()).isEqualTo(Status.DOWN);
		assertThat(caesar.balances().met()).isFalse();
	}

	@Test
	void whatItCannotSeeAnyLongerItDoesNotClaim() {
		caesar.start();
		assertThat(caesar.balances().met()).isTrue();
		ledger.down(true);

		later(Duration.ofSeconds(16));

		assertThat(caesar.balances().met()).isFalse();
		assertThat(caesar.health().status()).isNotEqualTo(Status.UP);
		later(Duration.ofSeconds(1));
		assertThat(caesar.health().reason()).contains("the ledger does not answer");
		ledger.down(false);
		later(Duration.ofSeconds(1));
		assertThat(caesar.health().status()).isEqualTo(Status.UP);
	}

	@Test
	void oneLookAtATime() {
		AtomicInteger looks = new AtomicInteger();
		Lookout lookout = new Lookout(() -> {
			looks.incrementAndGet();
			return new CompletableFuture<>();
		}, now::get);

		for (int i = 0; i < 5; i++) {
			assertThat(lookout.seen()).isEmpty();
			later(Duration.ofSeconds(2));
		}

		assertThat(looks).hasValue(1);
	}

	@Test
	void whereThereIsNoEconomyItSaysSo() {
		Caesar absent = Caesar.absent("not part of this federation");

		assertThat(absent.health().status()).isEqualTo(Status.NOT_BUILT);
		assertThat(absent.health().reason()).isEqualTo("not part of this federation");
		assertThat(absent.balances().met()).isFalse();
	}

}
