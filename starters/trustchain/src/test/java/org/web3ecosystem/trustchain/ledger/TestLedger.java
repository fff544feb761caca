package org.web3ecosystem.trustchain.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.EmergencyModeException;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spitest.consensus.MapModuleState;
import org.web3ecosystem.trustchain.Digest;

/** The module behind a ledger that orders at once, with one state for all nodes. */
public final class TestLedger {

	private final CertificatesModule module;

	private final Map<String, byte[]> state = new HashMap<>();

	private final Map<String, Ledger.Receipt> receipts = new HashMap<>();

	private volatile Instant now;

	private volatile boolean down;

	private volatile boolean ignoring;

	private volatile boolean behind;

	private volatile boolean emergency;

	private long height;

	public TestLedger(Genesis genesis) {
		this.module = new CertificatesModule(genesis);
		this.now = genesis.createdAt();
	}

	public void at(Instant time) {
		now = time;
	}

	/** Neither reads nor writes are answered. */
	public void down(boolean value) {
		down = value;
	}

	/** Reads are answered, writes never ordered. */
	public void ignoring(boolean value) {
		ignoring = value;
	}

	/** Reads are answered, as of long ago. */
	public void behind(boolean value) {
		behind = value;
	}

	/** Only what must is executed. */
	public void emergency(boolean value) {
		emergency = value;
	}

	synchronized boolean goesOn(NodeId author, CertificateCommand command) {
		return goesOn(author, command.encode());
	}

	private synchronized boolean goesOn(NodeId author, byte[] body) {
		return module.goesOnInEmergency(new LedgerModule.Command("t", author, body, now, new Height(height)),
				new MapModuleState(state));
	}

	/** Entries that were there before. */
	synchronized void preset(Map<String, byte[]> entries) {
		state.putAll(entries);
	}

	public synchronized int size() {
		return state.size();
	}

	public synchronized long height() {
		return height;
	}

	public CertificateLedger of(NodeId node) {
		return new CertificateLedger(() -> Optional.of(as(node)));
	}

	public Ledger as(NodeId node) {
		return new Ledger() {

			@Override
			public CompletionStage<Receipt> submit(String name, byte[] command) {
				if (emergency && !goesOn(node, command)) {
					return CompletableFuture.failedFuture(new EmergencyModeException(now.plusSeconds(60)));
				}
				return (down || ignoring) ? unavailable() : CompletableFuture.completedFuture(execute(node, command));
			}

			@Override
			public CompletionStage<Receipt> submit(String name, byte[] command, ProofBundle bundle) {
				return submit(name, command);
			}

			@Override
			public CompletionStage<Optional<byte[]>> read(String name, String key) {
				return down ? unavailable() : CompletableFuture.completedFuture(entry(key));
			}

			@Override
			public Verdict readiness() {
				return behind ? Verdict.unavailable("the ledger is behind") : Verdict.accepted();
			}

			@Override
			public Height height() {
				return new Height(TestLedger.this.height());
			}

		};
	}

	private synchronized Optional<byte[]> entry(String key) {
		return Optional.ofNullable(state.get(key));
	}

	private synchronized Ledger.Receipt execute(NodeId author, byte[] body) {
		String id = Digest.hex(author.bytes(), body);
		return receipts.computeIfAbsent(id, fresh -> {
			height++;
			Map<String, byte[]> changed = new HashMap<>(state);
			Verdict verdict = module.apply(new LedgerModule.Command(fresh, author, body, now, new Height(height)),
					new MapModuleState(changed));
			if (verdict.isAccepted()) {
				state.clear();
				state.putAll(changed);
			}
			return new Ledger.Receipt(fresh, new Height(height), now, verdict);
		});
	}

	private static <T> CompletionStage<T> unavailable() {
		return CompletableFuture.failedFuture(new UnavailableException("the ledger does not answer"));
	}

}
