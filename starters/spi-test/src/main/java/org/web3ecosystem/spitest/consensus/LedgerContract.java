package org.web3ecosystem.spitest.consensus;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

/**
 * The laws of {@link Ledger}. An implementation extends this class and gives a ledger
 * that is ready and has a {@link RegisterModule}.
 */
public abstract class LedgerContract {

	/** A ledger that executes. */
	protected abstract Ledger ledger();

	private Receipt set(String key, String value) {
		return get(ledger().submit(RegisterModule.NAME, RegisterModule.set(key, value)));
	}

	private Optional<String> read(String key) {
		return get(ledger().read(RegisterModule.NAME, key)).map(value -> new String(value, StandardCharsets.UTF_8));
	}

	@Test
	void aReceiptSaysThatTheCommandWasExecuted() {
		Receipt receipt = set("executed", "1");

		assertThat(receipt.verdict()).isEqualTo(Verdict.accepted());
		assertThat(receipt.transactionId()).matches("[0-9a-f]{64}");
		assertThat(receipt.height()).isLessThanOrEqualTo(ledger().height());
	}

	@Test
	void aReceiptSaysThatTheModuleRefused() {
		assertThat(set("refused", "no").verdict()).isEqualTo(Verdict.rejected("no"));
		assertThat(read("refused")).isEmpty();
	}

	@Test
	void whatABrokenModuleWroteIsDiscarded() {
		assertThat(set("broken", "fail").verdict()).isInstanceOf(Verdict.Rejected.class);
		assertThat(read("broken")).isEmpty();
	}

	@Test
	void aMalformedCommandIsRefused() {
		CompletionStage<Receipt> malformed = ledger().submit(RegisterModule.NAME, new byte[] { '!' });

		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> get(malformed))
			.withMessageContaining("not key=value");
	}

	@Test
	void aCommandForNoModuleIsRefused() {
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> get(ledger().submit("nowhere", new byte[] { 1 })));
	}

	@Test
	void theSameCommandTwiceIsExecutedOnceWithOneReceipt() {
		CompletionStage<Receipt> first = ledger().submit(RegisterModule.NAME, RegisterModule.set("twice", "1"));
		CompletionStage<Receipt> second = ledger().submit(RegisterModule.NAME, RegisterModule.set("twice", "1"));

		assertThat(get(first)).isEqualTo(get(second));
		assertThat(set("twice", "1")).isEqualTo(get(first));
		assertThat(read(RegisterModule.count("twice"))).hasValue("1");
	}

	/** It changed nothing, and may be right the next time. */
	@Test
	void aRefusedCommandCanBeSubmittedAgain() {
		Receipt first = set("refused", "no");

		assertThat(set("refused", "no").transactionId()).isNotEqualTo(first.transactionId());
	}

	@Test
	void anAcceptedReceiptMeansTheEffectCanBeRead() {
		for (int i = 0; i < 20; i++) {
			set("effect", String.valueOf(i));

			assertThat(read("effect")).hasValue(String.valueOf(i));
		}
	}

	@Test
	void whatWasRemovedIsGone() {
		set("gone", "1");
		set("gone", "remove");

		assertThat(read("gone")).isEmpty();
	}

}
