package org.web3ecosystem.bootstrap.alert;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;

import io.github.resilience4j.retry.Retry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Reason;

/**
 * Hands messages to a receiver one after the other, so that "it is over" never comes
 * before "it is wrong". Each is signed, and repeated under its id until the receiver has
 * it or the attempts are over. The queue is bounded: when it is full the oldest that
 * waits is dropped, since the newest says how things are. What waits is lost when the
 * process ends; what lasts is told again by the next one.
 */
public final class Webhook implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Webhook.class);

	private final WebhookSecret secret;

	private final Post receiver;

	private final Retry retry;

	private final ScheduledExecutorService timer;

	private final int capacity;

	private final InstantSource clock;

	private final Queue<Message> waiting = new ArrayDeque<>();

	private final LongAdder delivered = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private boolean sending;

	private boolean closed;

	/**
	 * @param retry repeats what {@link #mayBeRepeated}
	 * @param timer begins attempts
	 * @param capacity how many messages wait at most, beside the one under way
	 * @param clock the time of day
	 */
	public Webhook(WebhookSecret secret, Post receiver, Retry retry, ScheduledExecutorService timer, int capacity,
			InstantSource clock) {
		this.secret = secret;
		this.receiver = receiver;
		this.retry = retry;
		this.timer = timer;
		this.capacity = capacity;
		this.clock = clock;
	}

	/** Whether a receiver that failed like this may take the same message later. */
	public static boolean mayBeRepeated(Throwable failure) {
		return !(failure instanceof RefusedException);
	}

	/** Sends after all that came before. */
	public void send(String id, byte[] body) {
		synchronized (this) {
			if (closed) {
				return;
			}
			if (waiting.size() >= capacity) {
				Message oldest = waiting.remove();
				dropped.increment();
				logger.warn("webhook={} dropped, {} wait already", oldest.id, capacity);
			}
			waiting.add(new Message(id, body));
			if (sending) {
				return;
			}
			sending = true;
		}
		next();
	}

	/** Messages that the receiver has. */
	public long delivered() {
		return delivered.sum();
	}

	/** Messages that it refused, or did not take at any attempt. */
	public long failed() {
		return failed.sum();
	}

	/** Messages that did not find room. */
	public long dropped() {
		return dropped.sum();
	}

	/** Messages that wait. */
	public synchronized int waiting() {
		return waiting.size();
	}

	@Override
	public void close() {
		synchronized (this) {
			closed = true;
			waiting.clear();
		}
		receiver.close();
	}

	private void next() {
		Message message;
		synchronized (this) {
			message = waiting.poll();
			if (message == null) {
				sending = false;
				return;
			}
		}
		retry.executeCompletionStage(timer, () -> attempt(message)).whenComplete((done, failure) -> {
			note(message, failure);
			next();
		});
	}

	private CompletionStage<Integer> attempt(Message message) {
		long seconds = clock.instant().getEpochSecond();
		Map<String, String> headers = Map.of("content-type", "application/json", "webhook-id", message.id,
				"webhook-timestamp", Long.toString(seconds), "webhook-signature",
				secret.sign(message.id, seconds, message.body));
		return receiver.post(headers, message.body).thenApply(Webhook::requireTaken);
	}

	/**
	 * What may pass is repeated: no answer, no time, too much to do, a fault of its own.
	 */
	private static int requireTaken(int status) {
		if (status >= 200 && status < 300) {
			return status;
		}
		String what = "it answered " + status;
		throw (status >= 500 || status == 408 || status == 425 || status == 429)
				? new CompletionException(new IllegalStateException(what))
				: new CompletionException(new RefusedException(what));
	}

	private void note(Message message, @Nullable Throwable failure) {
		if (failure == null) {
			delivered.increment();
			return;
		}
		synchronized (this) {
			if (closed) {
				return;
			}
		}
		failed.increment();
		// never the address: its path may be what only its owner should know
		logger.warn("webhook={} not delivered: {}", message.id, Reason.of(failure));
	}

	/** The receiver does not want this message, now or later. */
	private static final class RefusedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		RefusedException(String message) {
			super(message);
		}

	}

	private record Message(String id, byte[] body) {
	}

}
