package org.web3ecosystem.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

import org.web3ecosystem.catalog.ledger.CatalogueModule;
import org.web3ecosystem.catalog.ledger.CataloguePolicy;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * One state that all nodes of a test share: every command is a block, executed by the
 * real module. Time stands still unless it is moved.
 */
public final class TestLedger {

	private final CatalogueModule module;

	private final Called called;

	private final Map<String, byte[]> stored = new HashMap<>();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private long height;

	private boolean reachable = true;

	/** The modules that the catalogue calls. */
	public interface Called {

		Verdict call(String module, NodeId author, byte[] body);

	}

	public TestLedger(Genesis genesis, Called called) {
		this.called = called;
		this.module = new CatalogueModule(genesis, CataloguePolicy.DEFAULT);
	}

	/** A block of others after a while. */
	public synchronized void pass(Duration time) {
		now = now.plus(time);
		end();
	}

	public synchronized void reachable(boolean can) {
		reachable = can;
	}

	private void end() {
		height++;
		Map<String, byte[]> changed = new HashMap<>(stored);
		module.end(now, new Height(height), new Layer(changed, (other, body) -> {
			throw new AssertionError("nobody is called at the end of a block");
		}));
		stored.putAll(changed);
	}

	private synchronized Ledger.Receipt execute(NodeId author, byte[] body) {
		requireReachable();
		Command command = new Command("0".repeat(64), author, body, now, new Height(height + 1));
		Map<String, byte[]> changed = new HashMap<>(stored);
		Verdict verdict = module.check(command);
		if (verdict.isAccepted()) {
			verdict = module.apply(command,
					new Layer(changed, (other, request) -> called.call(other, author, request)));
		}
		if (verdict.isAccepted()) {
			stored.putAll(changed);
		}
		end();
		return new Ledger.Receipt("0".repeat(64), new Height(height), now, verdict);
	}

	private synchronized Optional<byte[]> entry(String key) {
		requireReachable();
		return Optional.ofNullable(stored.get(key)).map(byte[]::clone);
	}

	private void requireReachable() {
		if (!reachable) {
			throw new UnavailableException("the ledger cannot be reached");
		}
	}

	/** As a node sees it. */
	public Ledger of(NodeId node) {
		return new Ledger() {

			@Override
			public CompletionStage<Receipt> submit(String module, byte[] command) {
				return CompletableFuture.supplyAsync(() -> execute(node, command), Runnable::run);
			}

			@Override
			public CompletionStage<Receipt> submit(String module, byte[] command, ProofBundle bundle) {
				return submit(module, command);
			}

			@Override
			public CompletionStage<Optional<byte[]>> read(String module, String key) {
				return CompletableFuture.supplyAsync(() -> entry(key), Runnable::run);
			}

			@Override
			public Height height() {
				return new Height(height);
			}

		};
	}

	private record Layer(Map<String, byte[]> entries,
			BiFunction<String, byte[], Verdict> called) implements LedgerModule.State {

		@Override
		public Optional<byte[]> get(String key) {
			return Optional.ofNullable(entries.get(key)).map(byte[]::clone);
		}

		@Override
		public void put(String key, byte[] value) {
			entries.put(key, value.clone());
		}

		@Override
		public void remove(String key) {
			throw new AssertionError("the catalogue removes nothing");
		}

		@Override
		public Optional<byte[]> peek(String other, String key) {
			return Optional.empty();
		}

		@Override
		public Verdict call(String other, byte[] body) {
			return called.apply(other, body);
		}

	}

}
