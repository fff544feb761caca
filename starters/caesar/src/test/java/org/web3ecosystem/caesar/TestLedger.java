package org.web3ecosystem.caesar;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;

/** A ledger that orders at once, in the name of one node. */
public final class TestLedger implements Ledger {

	private final TestEconomy economy;

	private final NodeId author;

	private boolean down;

	private long height = 1;

	public TestLedger(TestEconomy economy, NodeId author) {
		this.economy = economy;
		this.author = author;
	}

	/** Nothing is answered. */
	public void down(boolean value) {
		down = value;
	}

	@Override
	public CompletionStage<Receipt> submit(String module, byte[] command) {
		throw new AssertionError("the economy's commands carry a proof");
	}

	@Override
	public synchronized CompletionStage<Receipt> submit(String module, byte[] command, ProofBundle bundle) {
		if (down) {
			return failed();
		}
		Verdict verdict = economy.execute(author, command, Optional.empty());
		economy.endBlock();
		return CompletableFuture.completedFuture(
				new Receipt(HexFormat.of().formatHex(bundle.encoded()), new Height(++height), economy.now(), verdict));
	}

	@Override
	public synchronized CompletionStage<Optional<byte[]>> read(String module, String key) {
		return down ? failed()
				: CompletableFuture.completedFuture(Optional.ofNullable(economy.entries().get(key)).map(byte[]::clone));
	}

	private static <T> CompletionStage<T> failed() {
		return CompletableFuture.failedFuture(new UnavailableException("the ledger does not answer"));
	}

	@Override
	public Height height() {
		return new Height(height);
	}

	/** Proves with the digest itself and says {@code verdict} to every proof. */
	public static ConsensusProvider prover(Verdict verdict) {
		return new ConsensusProvider() {

			@Override
			public CompletionStage<ProofBundle> prove(Operation operation) {
				return CompletableFuture.completedFuture(new ProofBundle(operation.digest(), Set.of()));
			}

			@Override
			public CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover) {
				return CompletableFuture.completedFuture(verdict);
			}

		};
	}

}
