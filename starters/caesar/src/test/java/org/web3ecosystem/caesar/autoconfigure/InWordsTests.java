package org.web3ecosystem.caesar.autoconfigure;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction;
import org.web3ecosystem.caesar.ledger.Instructions;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.caesar.ledger.TransferId;

import static org.assertj.core.api.Assertions.assertThat;

class InWordsTests {

	private static final TransferId ID = new TransferId("0123456789abcdef0123456789abcdef");

	@Test
	void whatIsAskedIsSaidWithItsAmount() {
		String payee = "fedcba9876543210fedcba9876543210";

		assertThat(InWords.of(Instructions.of(new Instruction.Bond(ID, 100)))).isEqualTo("bond 100");
		assertThat(InWords.of(Instructions
			.of(new Instruction.Pay(ID, new AccountId("ab".repeat(16)), Payee.of(new AccountId(payee)), 5, 0))))
			.isEqualTo("pay 5 to " + payee);
	}

}
