package org.web3ecosystem.trustchain.dns;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportProvider;

/**
 * DNS of the other validators, over STOQ: the one who answered last is asked first, and
 * the next one where it does not answer. Thread-safe.
 */
public final class ValidatorNames {

	/** Questions under way; more fail at once. */
	static final int MAX_IN_FLIGHT = 256;

	/** Validators asked for one answer, at most. */
	static final int MAX_ASKED = 3;

	/** Of one validator, with the way to it: clients ask again after five seconds. */
	static final Duration DEADLINE = Duration.ofMillis(900);

	private final List<Peer> validators;

	private final TransportProvider transport;

	private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);

	private final AtomicInteger turn = new AtomicInteger();

	private final LongAdder asked = new LongAdder();

	private final LongAdder failed = new LongAdder();

	/**
	 * @param transport the seat
	 */
	public ValidatorNames(Node node, TransportProvider transport) {
		this.validators = node.genesis()
			.validators()
			.stream()
			.filter(validator -> !validator.id().equals(node.id()))
			.map(validator -> Peer.of(validator))
			.toList();
		this.transport = transport;
	}

	/** Questions put to a validator. */
	public long asked() {
		return asked.sum();
	}

	/** Those for which no validator had an answer. */
	public long failed() {
		return failed.sum();
	}

	/**
	 * Asks.
	 * @param read throws for what is no answer; then the next one is asked
	 */
	<T> CompletionStage<T> ask(byte[] question, Function<byte[], T> read) {
		if (validators.isEmpty()) {
			return CompletableFuture.failedFuture(new UnavailableException("the federation has no other validator"));
		}
		if (!inFlight.tryAcquire()) {
			return CompletableFuture
				.failedFuture(new UnavailableException(MAX_IN_FLIGHT + " questions are under way already"));
		}
		asked.increment();
		return ask(question, read, Math.floorMod(turn.get(), validators.size()), 1).whenComplete((answer, failure) -> {
			inFlight.release();
			if (failure != null) {
				failed.increment();
			}
		});
	}

	private <T> CompletableFuture<T> ask(byte[] question, Function<byte[], T> read, int index, int count) {
		return one(validators.get(index), question).thenApply(read).exceptionallyCompose(failure -> {
			int next = (index + 1) % validators.size();
			turn.compareAndSet(index, next);
			return count == Math.min(MAX_ASKED, validators.size())
					? CompletableFuture.failedFuture(new UnavailableException(
							"of " + count + " validators nobody answers: " + Reason.of(failure), Reason.cause(failure)))
					: ask(question, read, next, count + 1);
		});
	}

	private CompletableFuture<byte[]> one(Peer validator, byte[] question) {
		try {
			return transport.connect(validator, DEADLINE)
				.thenCompose(connection -> connection.request(DnsHandler.METHOD, question, DEADLINE))
				.toCompletableFuture()
				.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

}
