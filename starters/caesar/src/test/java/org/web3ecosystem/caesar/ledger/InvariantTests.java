package org.web3ecosystem.caesar.ledger;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.TestEconomy;
import org.web3ecosystem.caesar.ledger.Transfer.Kind;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.usage.Economy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Mistakes planted in the books, each of which has to be seen. */
class InvariantTests {

	private final TestEconomy economy = new TestEconomy(2, 100);

	private final NodeId alice = economy.validator(0);

	private final NodeId bob = economy.validator(1);

	private Account row(NodeId owner) {
		return economy.account(owner);
	}

	private void write(Account row) {
		economy.alone(state -> new Books(state).put(row));
	}

	private void stops(String why) {
		assertThatIllegalStateException().isThrownBy(economy::endBlock).withMessageContaining(why);
	}

	@Test
	void moneyFromNowhereStopsTheLedger() {
		write(row(alice).credited(0, 1));

		stops("posted debits are");
		assertThat(economy.audit()).anySatisfy(fault -> assertThat(fault).startsWith("posted credits of"));
	}

	@Test
	void moneyToNowhereStopsTheLedger() {
		write(row(alice).debited(0, 1));

		stops("posted debits are");
	}

	@Test
	void aReservationOnOneSideStopsTheLedger() {
		write(row(alice).debited(1, 0));

		stops("pending debits are");
	}

	@Test
	void anOverdraftStopsTheLedgerThoughTheSumsAgree() {
		write(row(alice).debited(0, TestEconomy.OPENING + 1));
		write(row(bob).credited(0, TestEconomy.OPENING + 1));

		stops(AccountId.of(alice) + " broke its limit");
	}

	@Test
	void theIssuanceTakesNothingBack() {
		Account issuance = economy.account(AccountId.ISSUANCE);
		write(issuance.credited(0, issuance.debitsPosted() + 1));

		stops("posted debits are");
		assertThat(economy.account(AccountId.ISSUANCE).keepsLimit()).isFalse();
	}

	@Test
	void stakeThatNobodyBondedStopsTheLedger() {
		economy.alone(state -> new Journal(state).enter(Movement.genesisStake(alice, 1), economy.now()));

		stops("the stake account has");
	}

	@Test
	void stakeThatDoesNotFitItsOwnersAccountWaits() {
		Account issuance = economy.account(AccountId.ISSUANCE);
		long room = Long.MAX_VALUE - issuance.debitsPosted();
		economy.run(alice, new Instruction.Bond(economy.fresh(), 1_200));
		write(row(alice).credited(0, room));
		write(issuance.debited(0, room));
		economy.run(bob,
				new Instruction.Pay(economy.fresh(), AccountId.of(bob), Payee.of(alice), TestEconomy.OPENING, 0));
		assertThat(Long.MAX_VALUE - row(alice).creditsPosted()).isLessThan(1_300);
		economy.run(alice, new Instruction.Unbond(economy.fresh(), 1_300));
		economy.run(bob, new Instruction.Unbond(economy.fresh(), 50));

		for (int i = 0; i < 3; i++) {
			economy.after(TestEconomy.DELAY.plusMillis(1));
		}

		assertThat(economy.account(AccountId.UNBONDING).balance()).isEqualTo(1_300);
		assertThat(row(bob).balance()).isEqualTo(50);
	}

	@Test
	void noSumIsNegativeOrTooLarge() {
		assertThatIllegalArgumentException().isThrownBy(() -> row(alice).debited(-1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> row(alice).credited(-1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> row(alice).debited(Long.MAX_VALUE, 1));
	}

	@Test
	void theAuditSeesWhatTheSumsCannot() {
		TransferId id = economy.fresh();
		economy.run(alice, new Instruction.Pay(id, AccountId.of(alice), Payee.of(bob), 10, 0));
		Transfer real = economy.books().transfer(id).orElseThrow();
		economy.alone(state -> state.put(Books.key(id), new Transfer(id, Kind.TRANSFER, real.author(), real.debit(),
				real.credit(), 11, 0, Optional.empty(), real.timeout(), "", real.at())
			.encode()));

		economy.endBlock();
		assertThat(economy.audit()).containsExactlyInAnyOrder("posted debits of " + real.debit() + ": 10, not 11",
				"posted credits of " + real.credit() + ": " + (TestEconomy.OPENING + 10) + ", not "
						+ (TestEconomy.OPENING + 11));
	}

	@Test
	void theAuditSeesWhoseStakeItIs() {
		economy.alone(state -> {
			state.put(Economy.stakeKey(alice), Cbor.of(101).encode());
			state.put(Economy.stakeKey(bob), Cbor.of(99).encode());
		});

		economy.endBlock();
		assertThat(economy.audit()).containsExactlyInAnyOrder("the stake of " + alice + ": 101, not 100",
				"the stake of " + bob + ": 99, not 100");
	}

	@Test
	void theAuditSeesATotalThatWasPainted() {
		economy.alone(state -> state.put(Books.TOTALS,
				economy.books().totals().with(row(alice), row(alice).credited(0, 5), false).encode()));

		assertThat(economy.audit()).hasSize(2).anySatisfy(fault -> assertThat(fault).startsWith("posted credits: "));
	}

	@Test
	void rowsAreReadAsTheyWereWritten() {
		List.of(AccountId.ISSUANCE, AccountId.of(alice)).forEach(id -> {
			Account row = economy.account(id);
			assertThat(Account.decode(id, row.encode())).isEqualTo(row);
		});
		Totals totals = economy.books().totals();
		assertThat(Totals.decode(totals.encode())).isEqualTo(totals);
	}

}
