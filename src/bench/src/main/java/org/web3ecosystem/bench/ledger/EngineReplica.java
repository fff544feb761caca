package org.web3ecosystem.bench.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.bootstrap.home.NodeHome;
import org.web3ecosystem.hashgraph.HashgraphEngine;
import org.web3ecosystem.hashgraph.HashgraphSettings;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Submission;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * One replica of the engine with nothing on it, in a process of its own. Reads {@code
 * inFlight seconds} from its input, keeps so many own transactions on their way for so
 * long and answers how many of its own came back.
 */
public final class EngineReplica implements LedgerApplication {

	/** As many as a transfer has without its proof. */
	private static final int BYTES = 400;

	private static final int PREFIX = 8;

	private static final byte[] COUNT = { 1 };

	private final byte[] prefix = new byte[PREFIX];

	private final SecureRandom random = new SecureRandom();

	private final Semaphore free = new Semaphore(0);

	private final LongAdder own = new LongAdder();

	private EngineReplica() {
		random.nextBytes(prefix);
	}

	/** The node's home is the only argument. */
	public static void main(String[] arguments) throws IOException {
		try (NodeHome home = NodeHome.enter(Path.of(arguments[0]), List.of(), null);
				HashgraphEngine engine = new HashgraphEngine(home.node(), HashgraphSettings.DEFAULT)) {
			EngineReplica replica = new EngineReplica();
			engine.start(replica);
			while (!engine.report().isActive()) {
				LockSupport.parkNanos(20_000_000);
			}
			System.out.println("active");
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				String[] words = line.split(" ");
				System.out.println(replica.run(engine, Integer.parseInt(words[0]), Integer.parseInt(words[1])));
			}
		}
	}

	private long run(HashgraphEngine engine, int inFlight, int seconds) {
		free.drainPermits();
		free.release(inFlight);
		long before = own.sum();
		long end = System.nanoTime() + seconds * 1_000_000_000L;
		while (System.nanoTime() < end) {
			if (!free.tryAcquire()) {
				LockSupport.parkNanos(100_000);
			}
			else if (engine.submit(transaction()) != Submission.TAKEN) {
				free.release();
				LockSupport.parkNanos(1_000_000);
			}
		}
		return own.sum() - before;
	}

	private byte[] transaction() {
		byte[] transaction = new byte[BYTES];
		random.nextBytes(transaction);
		System.arraycopy(prefix, 0, transaction, 0, PREFIX);
		return transaction;
	}

	@Override
	public Verdict check(byte[] transaction) {
		return Verdict.accepted();
	}

	@Override
	public @Nullable Object prepare(byte[] transaction) {
		return null;
	}

	@Override
	public Optional<Roster> commit(Block block, LedgerState state) {
		long count = state.get(COUNT).map(value -> ByteBuffer.wrap(value).getLong()).orElse(0L);
		state.put(COUNT, ByteBuffer.allocate(Long.BYTES).putLong(count + block.transactions().size()).array());
		for (Ordered ordered : block.transactions()) {
			if (isOwn(ordered.transaction())) {
				own.increment();
				free.release();
			}
		}
		return Optional.empty();
	}

	private boolean isOwn(byte[] transaction) {
		return ByteBuffer.wrap(transaction, 0, PREFIX).equals(ByteBuffer.wrap(prefix));
	}

	@Override
	public void restored(LedgerState state) {
		// it counts what it sees
	}

	@Override
	public void misbehaviour(Misbehaviour found) {
		throw new IllegalStateException("nobody lies here: " + found.kind());
	}

}
