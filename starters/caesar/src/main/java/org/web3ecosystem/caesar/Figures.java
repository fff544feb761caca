package org.web3ecosystem.caesar;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Totals;
import org.web3ecosystem.spi.Height;

/**
 * The economy in numbers, each as it was when it was read.
 *
 * @param totals empty before the first block
 * @param fees paid so far
 * @param rewards left
 * @param bonded of everybody
 * @param own balance of this node
 */
public record Figures(Height height, Optional<Totals> totals, long fees, long rewards, long bonded, long own) {

	static CompletionStage<Figures> of(Accounts accounts) {
		CompletableFuture<Optional<Totals>> totals = accounts.totals().toCompletableFuture();
		CompletableFuture<Long> fees = accounts.balance(AccountId.FEES).toCompletableFuture();
		CompletableFuture<Long> rewards = accounts.balance(AccountId.REWARDS).toCompletableFuture();
		CompletableFuture<Long> bonded = accounts.balance(AccountId.STAKE).toCompletableFuture();
		CompletableFuture<Long> own = accounts.balance(AccountId.of(accounts.self())).toCompletableFuture();
		return CompletableFuture.allOf(totals, fees, rewards, bonded, own)
			.thenApply(all -> new Figures(accounts.height(), totals.join(), fees.join(), rewards.join(), bonded.join(),
					own.join()));
	}

	/** Whether there is a block, and as much was given as was taken in it. */
	boolean isBalanced() {
		return totals.filter(Totals::isBalanced).isPresent();
	}

	Map<String, Object> details() {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("height", height.number());
		totals.ifPresent(sums -> {
			details.put("accounts", sums.accounts());
			details.put("transfers", sums.transfers());
			details.put("fees", fees);
			details.put("rewardsLeft", rewards);
			details.put("bonded", bonded);
			details.put("balance", own);
		});
		return details;
	}

}
