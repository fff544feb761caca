package org.web3ecosystem.caesar.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.EconomyFixture;
import org.web3ecosystem.caesar.ledger.Instruction.Bond;
import org.web3ecosystem.caesar.ledger.Instruction.Pay;
import org.web3ecosystem.caesar.ledger.Instruction.Post;
import org.web3ecosystem.caesar.ledger.Instruction.Unbond;
import org.web3ecosystem.caesar.ledger.Instruction.Void;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;

import static org.assertj.core.api.Assertions.assertThat;

class InstructionsTests extends EconomyFixture {

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
