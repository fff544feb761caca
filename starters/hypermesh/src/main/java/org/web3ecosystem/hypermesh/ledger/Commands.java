package org.web3ecosystem.hypermesh.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

/**
 * Sees to it that one command submitted twice becomes one transaction. Remembers commands
 * under way and the newest executed ones; one that failed or was refused, which changed
 * nothing, may be tried again.
 */
final class Commands {

	private static final int REMEMBERED = 4_096;

	private static final byte[] SEPARATOR = { 0 };

	private final SequencedMap<String, CompletableFuture<Receipt>> known = new LinkedHashMap<>();

	private final int limit;

	private int underWay;

	/**
	 * @param limit how many may be under way
	 */
	Commands(int limit) {
		this.limit = limit;
	}

	CompletionStage<Receipt> once(String module, byte[] command, Supplier<CompletionStage<Receipt>> submit) {
		String id = HexFormat.of().formatHex(Sha256.of(module.getBytes(StandardCharsets.UTF_8), SEPARATOR, command));
		CompletableFuture<Receipt> result = new CompletableFuture<>();
		synchronized (this) {
			CompletableFuture<Receipt> before = known.get(id);
			if (before != null) {
				return before.minimalCompletionStage();
			}
			if (underWay >= limit) {
				return CompletableFuture.failedFuture(new LedgerFullException(underWay));
			}
			underWay++;
			known.put(id, result);
			forget();
		}
		begin(submit).whenComplete((receipt, failure) -> finish(id, result, receipt, failure));
		return result.minimalCompletionStage();
	}

	synchronized int underWay() {
		return underWay;
	}

	private static CompletionStage<Receipt> begin(Supplier<CompletionStage<Receipt>> submit) {
		try {
			return submit.get();
		}
		catch (RuntimeException refused) {
			return CompletableFuture.failedFuture(refused);
		}
	}

	private void finish(String id, CompletableFuture<Receipt> result, Receipt receipt, Throwable failure) {
		synchronized (this) {
			underWay--;
			if (failure != null || !receipt.verdict().isAccepted()) {
				known.remove(id);
			}
		}
		if (failure != null) {
			result.completeExceptionally(Failures.cause(failure));
		}
		else {
			result.complete(receipt);
		}
	}

	private void forget() {
		Iterator<CompletableFuture<Receipt>> oldest = known.values().iterator();
		while (known.size() > REMEMBERED + underWay && oldest.hasNext()) {
			if (oldest.next().isDone()) {
				oldest.remove();
			}
		}
	}

}
