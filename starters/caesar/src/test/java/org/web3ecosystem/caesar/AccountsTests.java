package org.web3ecosystem.caesar;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.Accounts.Numbered;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction.Pay;
import org.web3ecosystem.caesar.ledger.Instructions;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.web3ecosystem.spitest.Stages.get;

class AccountsTests {

	private final TestEconomy economy = new TestEconomy(2, 100);

	private final NodeId self = economy.validator(0);

	private final AccountId own = AccountId.of(self);

	private final TestLedger ledger = new TestLedger(economy, self);

	private final Accounts accounts = new Accounts(self, ledger, TestLedger.prover(Verdict.accepted()));

	private Instructions pay(long amount) {
		return Instructions.of(new Pay(economy.fresh(), own, Payee.of(economy.validator(1)), amount, 0));
	}

	@Test
	void whatWasSubmittedCanBeRead() {
		Instructions payment = pay(7);

		get(accounts.submit(payment));

		assertThat(get(accounts.transfer(payment.all().getFirst().id()))).hasValueSatisfying(transfer -> {
			assertThat(transfer.amount()).isEqualTo(7);
			assertThat(transfer.author()).contains(self);
		});
		assertThat(get(accounts.balance(own))).isEqualTo(TestEconomy.OPENING - 7);
		assertThat(get(accounts.stake(self))).isEqualTo(100);
	}

	@Test
	void aHistoryIsReadFromWhereItWasLeft() {
		for (int i = 1; i <= 200; i++) {
			get(accounts.submit(pay(i)));
		}

		assertThat(get(accounts.transfers(own, 0, 3))).extracting(Numbered::number).containsExactly(1L, 2L, 3L);
		List<Numbered> middle = get(accounts.transfers(own, 60, 100));
		assertThat(middle).hasSize(100).first().extracting(Numbered::number).isEqualTo(61L);
		assertThat(middle).allSatisfy(each -> assertThat(each.transfer().amount()).isEqualTo(each.number() - 1));
		assertThat(get(accounts.transfers(own, 199, 500))).extracting(Numbered::number).containsExactly(200L, 201L);
		assertThat(get(accounts.transfers(own, 201, 5))).isEmpty();
		assertThat(get(accounts.transfers(own, Long.MAX_VALUE >>> 1, 5))).isEmpty();
		assertThat(get(accounts.transfers(AccountId.of(TestEconomy.stranger(1)), 0, 5))).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> accounts.transfers(own, -1, 5));
		assertThatIllegalArgumentException().isThrownBy(() -> accounts.transfers(own, 0, Accounts.MAX_LIMIT + 1));
	}

	@Test
	void aRefusalIsOne() {
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> get(accounts.submit(pay(TestEconomy.OPENING + 1))))
			.withMessageContaining("exceeds credits");
	}

	@Test
	void withoutASoundProofNothingIsSubmitted() {
		assertThatExceptionOfType(RejectedException.class).isThrownBy(
				() -> get(new Accounts(self, ledger, TestLedger.prover(Verdict.rejected("no"))).submit(pay(1))));
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(
				new Accounts(self, ledger, TestLedger.prover(Verdict.unavailable("not now"))).submit(pay(1))));
		assertThat(get(accounts.balance(own))).isEqualTo(TestEconomy.OPENING);
	}

}
