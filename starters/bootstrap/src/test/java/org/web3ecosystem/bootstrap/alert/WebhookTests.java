package org.web3ecosystem.bootstrap.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.Retry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.ManualTimer;
import org.web3ecosystem.bootstrap.guard.Backoff;
import org.web3ecosystem.bootstrap.guard.Guards;

import static org.assertj.core.api.Assertions.assertThat;

class WebhookTests {

	private static final int ATTEMPTS = 4;

	private static final int QUEUE = 3;

	@TempDir
	Path directory;

	private final ManualClock clock = new ManualClock();

	private final ManualTimer timer = new ManualTimer(clock);

	private final Receiver receiver = new Receiver();

	private WebhookSecret secret;

	private Webhook webhook;

	@BeforeEach
	void open() throws IOException {
		secret = WebhookSecret
			.read(Files.writeString(directory.resolve("secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
		Guards guards = new Guards(Guards.Registries.with(CircuitBreakerRegistry.ofDefaults()), timer,
				new SplittableRandom(1));
		Retry retry = guards.retry("test", ATTEMPTS,
				new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new SplittableRandom(2)),
				Webhook::mayBeRepeated);
		webhook = new Webhook(secret, receiver, retry, timer, QUEUE, clock);
	}

	@Test
	void aMessageIsSentOnceWithIdTimeAndSignature() {
		send("a");
		assertThat(receiver.got).singleElement().satisfies(got -> {
			long seconds = clock.instant().getEpochSecond();
			assertThat(got.body).isEqualTo("body of a");
			assertThat(got.headers).containsEntry("webhook-id", "a")
				.containsEntry("webhook-timestamp", Long.toString(seconds))
				.containsEntry("webhook-signature", secret.sign("a", seconds, "body of a".getBytes()))
				.containsEntry("content-type", "application/json");
		});
		assertThat(webhook.delivered()).isEqualTo(1);
	}

	@Test
	void aReceiverThatFailsGetsTheSameIdAgainWithTheTimeOfTheAttempt() {
		receiver.answer(500);
		receiver.silent();
		receiver.answer(204);
		send("a");
		timer.forward(Duration.ofMinutes(5));
		assertThat(receiver.got).extracting(got -> got.headers.get("webhook-id")).containsExactly("a", "a", "a");
		assertThat(receiver.got).extracting(got -> got.body).containsOnly("body of a");
		assertThat(receiver.got).allSatisfy(got -> {
			assertThat(got.headers.get("webhook-timestamp")).isEqualTo(Long.toString(got.at.getEpochSecond()));
			assertThat(got.headers.get("webhook-signature"))
				.isEqualTo(secret.sign("a", got.at.getEpochSecond(), "body of a".getBytes()));
		});
		assertThat(Duration.between(receiver.got.getFirst().at, receiver.got.getLast().at)).isPositive()
			.isLessThanOrEqualTo(Duration.ofSeconds(3));
		assertThat(webhook.delivered()).isEqualTo(1);
		assertThat(webhook.failed()).isZero();
	}

	@Test
	void aReceiverThatNeverTakesItIsLeftAloneAfterTheAttempts() {
		for (int i = 0; i < 10; i++) {
			receiver.answer(503);
		}
		send("a");
		timer.forward(Duration.ofHours(1));
		assertThat(receiver.got).hasSize(ATTEMPTS);
		assertThat(webhook.failed()).isEqualTo(1);
	}

	@Test
	void aReceiverThatRefusesIsNotAskedAgainAndNoRedirectIsFollowed() {
		receiver.answer(400);
		receiver.answer(307);
		send("a");
		send("b");
		timer.forward(Duration.ofHours(1));
		assertThat(receiver.got).hasSize(2);
		assertThat(webhook.failed()).isEqualTo(2);
	}

	@Test
	void aLaterMessageWaitsForTheOneBefore() {
		receiver.answer(500);
		send("firing");
		send("resolved");
		assertThat(receiver.got).hasSize(1);
		timer.forward(Duration.ofMinutes(1));
		assertThat(receiver.got).extracting(got -> got.headers.get("webhook-id"))
			.containsExactly("firing", "firing", "resolved");
	}

	@Test
	void whenTheQueueIsFullTheOldestThatWaitsIsDropped() {
		receiver.answer(500);
		for (String id : List.of("under way", "1", "2", "3", "4", "5")) {
			send(id);
		}
		assertThat(webhook.waiting()).isEqualTo(QUEUE);
		timer.forward(Duration.ofMinutes(1));
		assertThat(receiver.got).extracting(got -> got.headers.get("webhook-id"))
			.containsExactly("under way", "under way", "3", "4", "5");
		assertThat(webhook.dropped()).isEqualTo(2);
		assertThat(webhook.waiting()).isZero();
	}

	@Test
	void whatIsClosedSendsNothing() {
		receiver.answer(500);
		send("a");
		send("b");
		webhook.close();
		send("c");
		assertThat(webhook.waiting()).isZero();
		assertThat(receiver.closed).isTrue();
	}

	private void send(String id) {
		webhook.send(id, ("body of " + id).getBytes(StandardCharsets.US_ASCII));
	}

	/** What came, and when. */
	private record Got(Map<String, String> headers, String body, Instant at) {
	}

	/** Answers as it is told, and else with 200. */
	private final class Receiver implements Post {

		private final List<Got> got = new ArrayList<>();

		private final Deque<CompletableFuture<Integer>> answers = new ArrayDeque<>();

		private boolean closed;

		void answer(int status) {
			answers.add(CompletableFuture.completedFuture(status));
		}

		void silent() {
			answers.add(CompletableFuture.failedFuture(new IOException("no answer")));
		}

		@Override
		public CompletionStage<Integer> post(Map<String, String> headers, byte[] body) {
			got.add(new Got(headers, new String(body, StandardCharsets.US_ASCII), clock.instant()));
			return answers.isEmpty() ? CompletableFuture.completedFuture(200) : answers.remove();
		}

		@Override
		public void close() {
			closed = true;
		}

	}

}
