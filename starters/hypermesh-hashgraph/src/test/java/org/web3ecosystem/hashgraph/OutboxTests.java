package org.web3ecosystem.hashgraph;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.hiero.consensus.model.transaction.TimestampedTransaction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutboxTests {

	private final AtomicLong nonces = new AtomicLong();

	private final AtomicLong now = new AtomicLong();

	private final Outbox outbox = outbox(3, 1000);

	@Test
	void moreThanTheLimitIsRefusedUntilOneIsOrdered() {
		assertThat(outbox.offer(new byte[10])).isTrue();
		assertThat(outbox.offer(new byte[10])).isTrue();
		assertThat(outbox.offer(new byte[10])).isTrue();
		assertThat(outbox.offer(new byte[10])).isFalse();
		outbox.next();
		assertThat(outbox.offer(new byte[10])).as("on its way is not done").isFalse();

		outbox.ordered(2);

		assertThat(outbox.offer(new byte[10])).isTrue();
	}

	@Test
	void moreBytesThanTheLimitAreRefused() {
		assertThat(outbox.offer(new byte[900])).isTrue();
		assertThat(outbox.offer(new byte[200])).isFalse();
	}

	@Test
	void theTimeFromSubmissionToOrderIsToldOnce() {
		outbox.offer(new byte[1]);
		outbox.next();
		now.set(42);

		assertThat(outbox.ordered(1)).hasValue(42);
		assertThat(outbox.ordered(1)).isEmpty();
		assertThat(outbox.size()).isZero();
	}

	@Test
	void whatWasOrderedForSomeoneElseIsNotOurs() {
		outbox.offer(new byte[1]);
		outbox.next();

		assertThat(outbox.ordered(99)).isEmpty();
		assertThat(outbox.size()).isEqualTo(1);
	}

	@Test
	void aStaleTransactionTravelsAgainAsItWas() {
		outbox.offer(new byte[] { 7 });
		Bytes first = outbox.next().getFirst().transaction();

		outbox.stale(1);

		assertThat(outbox.next()).extracting(TimestampedTransaction::transaction).containsExactly(first);
		assertThat(outbox.size()).isEqualTo(1);
	}

	@Test
	void signaturesGoFirst() {
		outbox.offer(new byte[1]);
		outbox.offer(new StateSignatureTransaction(1, Bytes.EMPTY, Bytes.EMPTY));

		List<TimestampedTransaction> chosen = outbox.next();

		assertThat(Envelope.open(chosen.getFirst().transaction())).get().isInstanceOf(Envelope.Signature.class);
		assertThat(chosen).hasSize(2);
	}

	@Test
	void anEventIsNeverLargerThanAllowed() {
		Outbox large = outbox(10, 10_000_000);
		for (int i = 0; i < 4; i++) {
			large.offer(new byte[Envelope.MAX_CONTENT_BYTES]);
		}

		assertThat(large.next()).hasSize(1);
		assertThat(large.next()).hasSize(1);
	}

	@Test
	void whatWaitsWhenTheReplicaIsInterruptedWaitsOn() {
		outbox.offer(new byte[] { 7 });

		outbox.interrupted();

		assertThat(outbox.next()).hasSize(1);
		outbox.resumed();
		assertThat(outbox.next()).isEmpty();
	}

	@Test
	void whatWasOnItsWayAndDoesNotComeBackTravelsAgainOnce() {
		outbox.offer(new byte[1]);
		outbox.offer(new byte[1]);
		outbox.offer(new byte[1]);
		outbox.next();
		outbox.interrupted();
		outbox.seen(1, 5);
		outbox.stale(2);
		assertThat(outbox.next()).as("it is known to be lost").hasSize(1);

		outbox.resumed();

		assertThat(outbox.next()).hasSize(1);
		assertThat(outbox.size()).isEqualTo(3);
	}

	@Test
	void whatWasSeenAndGrewTooOldTravelsAgain() {
		outbox.offer(new byte[1]);
		outbox.next();
		outbox.interrupted();
		outbox.seen(1, 5);
		outbox.resumed();

		outbox.ancient(5);
		assertThat(outbox.next()).as("an event of round 5 may still be ordered").isEmpty();
		outbox.ancient(6);

		assertThat(outbox.next()).hasSize(1);
	}

	@Test
	void whatIsNeverSeenTravelsAgain() {
		outbox.offer(new byte[1]);
		outbox.next();
		now.set(Duration.ofSeconds(10).toNanos());
		outbox.ancient(1);
		assertThat(outbox.next()).isEmpty();

		now.incrementAndGet();
		outbox.ancient(1);

		assertThat(outbox.next()).hasSize(1);
		outbox.seen(1, 7);
		now.addAndGet(Duration.ofMinutes(1).toNanos());
		outbox.ancient(7);
		assertThat(outbox.next()).as("it is on its way now").isEmpty();
	}

	@Test
	void whatIsMissingIsLeftToTheEndOfTheInterruption() {
		outbox.offer(new byte[1]);
		outbox.next();
		outbox.interrupted();
		now.set(Duration.ofMinutes(1).toNanos());

		outbox.ancient(100);
		assertThat(outbox.next()).isEmpty();
		outbox.resumed();

		assertThat(outbox.next()).hasSize(1);
	}

	private Outbox outbox(int count, long bytes) {
		return new Outbox(new HashgraphSettings(100, count, bytes, Duration.ofSeconds(1)), nonces::incrementAndGet,
				now::get, InstantSource.fixed(Instant.EPOCH));
	}

}
