package org.web3ecosystem.bench.commit;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** One replica's own transactions on their way, known again by their first bytes. */
final class Own {

	private final Map<Long, Runnable> travelling = new ConcurrentHashMap<>();

	private final RandomGenerator random;

	Own(RandomGenerator random) {
		this.random = random;
	}

	byte[] begin(Runnable done) {
		byte[] transaction = new byte[Contender.BYTES];
		random.nextBytes(transaction);
		travelling.put(number(transaction), done);
		return transaction;
	}

	void refused(byte[] transaction) {
		travelling.remove(number(transaction));
	}

	/** Anybody's transaction was ordered. */
	void ordered(byte[] transaction) {
		Runnable done = travelling.remove(number(transaction));
		if (done != null) {
			done.run();
		}
	}

	private static long number(byte[] transaction) {
		return ByteBuffer.wrap(transaction).getLong();
	}

}
