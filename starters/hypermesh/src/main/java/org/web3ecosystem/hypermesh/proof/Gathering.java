package org.web3ecosystem.hypermesh.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;

/**
 * Operations that come while a batch is being proven make the next batch: nobody waits
 * for company, and the more come the less each costs.
 */
final class Gathering {

	private static final int MAX_WAITING = 16 * Batch.MAX_SIZE;

	private final Function<List<Operation>, List<ProofBundle>> prover;

	private final Executor executor;

	private final Queue<Asked> waiting = new ArrayDeque<>();

	private boolean busy;

	private record Asked(Operation operation, CompletableFuture<ProofBundle> bundle) {
	}

	/**
	 * @param prover gives bundles in the order of the operations
	 * @param executor where it works, one batch at a time
	 */
	Gathering(Function<List<Operation>, List<ProofBundle>> prover, Executor executor) {
		this.prover = prover;
		this.executor = executor;
	}

	CompletionStage<ProofBundle> ask(Operation operation) {
		Asked asked = new Asked(operation, new CompletableFuture<>());
		synchronized (waiting) {
			if (waiting.size() >= MAX_WAITING) {
				throw new UnavailableException("too many operations wait for their proofs");
			}
			waiting.add(asked);
			if (busy) {
				return asked.bundle();
			}
			busy = true;
		}
		try {
			executor.execute(this::work);
		}
		catch (RejectedExecutionException closed) {
			for (List<Asked> left = next(); !left.isEmpty(); left = next()) {
				left.forEach(each -> each.bundle().completeExceptionally(closed));
			}
		}
		return asked.bundle();
	}

	private void work() {
		// what follows a bundle is done elsewhere, so that the next batch begins at once
		for (List<Asked> batch = next(); !batch.isEmpty(); batch = next()) {
			try {
				List<ProofBundle> bundles = prover.apply(batch.stream().map(Asked::operation).toList());
				for (int i = 0; i < batch.size(); i++) {
					ProofBundle bundle = bundles.get(i);
					batch.get(i).bundle().completeAsync(() -> bundle, executor);
				}
			}
			catch (RuntimeException failure) {
				batch.forEach(asked -> asked.bundle().completeExceptionally(failure));
			}
		}
	}

	private List<Asked> next() {
		List<Asked> batch = new ArrayList<>();
		synchronized (waiting) {
			while (!waiting.isEmpty() && batch.size() < Batch.MAX_SIZE) {
				batch.add(waiting.remove());
			}
			busy = !batch.isEmpty();
		}
		return batch;
	}

}
