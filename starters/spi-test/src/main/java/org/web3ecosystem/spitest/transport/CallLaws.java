package org.web3ecosystem.spitest.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Call;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.TransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Laws of a request under way: how long its caller waits, and that it waits no more. A
 * part of {@link TransportProviderContract}.
 */
abstract class CallLaws {

	/** Ample for anything that is expected to succeed. */
	static final Duration AMPLE = Duration.ofSeconds(10);

	static final Duration SHORT = Duration.ofMillis(300);

	final List<AutoCloseable> opened = new ArrayList<>();

	final CompletableFuture<byte[]> slowAnswer = new CompletableFuture<>();

	private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

	private final BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();

	/** A connection from the client to the server. */
	abstract Connection connect() throws Exception;

	/** Who calls. */
	abstract NodeId caller();

	@Test
	void tellsTheHandlerHowLongItsCallerWaits() throws Exception {
		Connection connection = connect();
		connection.request("test.waits", new byte[0], AMPLE);
		assertThat(arrivedCall().remaining()).isPositive().isLessThanOrEqualTo(AMPLE);
		assertFails(connection.request("test.waits", new byte[0], SHORT), TransportException.TimedOut.class);
		Call late = arrivedCall();
		get(late.abandoned());
		assertThat(late.remaining()).isLessThanOrEqualTo(SHORT);
		assertThat(late.caller()).isEqualTo(caller());
	}

	@Test
	void tellsTheHandlerThatItsCallerGaveUp() throws Exception {
		Connection connection = connect();
		CompletionStage<byte[]> request = connection.request("test.waits", new byte[0], AMPLE);
		CompletionStage<byte[]> other = connection.request("test.waits", new byte[0], AMPLE);
		Call first = arrivedCall();
		Call second = arrivedCall();
		request.toCompletableFuture().cancel(true);
		CompletableFuture<?> either = CompletableFuture.anyOf(first.abandoned().toCompletableFuture(),
				second.abandoned().toCompletableFuture());
		get(either);
		assertThat(first.abandoned().toCompletableFuture().isDone())
			.isNotEqualTo(second.abandoned().toCompletableFuture().isDone());
		assertThat(ask(connection, "test.echo", "still here")).isEqualTo("still here");
		slowAnswer.complete(bytes("for who waits"));
		assertThat(text(get(other))).isEqualTo("for who waits");
	}

	@Test
	void tellsTheHandlerThatTheConnectionEnded() throws Exception {
		Connection connection = connect();
		connection.request("test.waits", new byte[0], AMPLE);
		Call call = arrivedCall();
		connection.close();
		get(call.abandoned());
	}

	@Test
	void interruptsAHandlerThatNobodyWaitsFor() throws Exception {
		Connection connection = connect();
		CompletionStage<byte[]> request = connection.request("test.blocks", new byte[0], AMPLE);
		arrivedCall();
		request.toCompletableFuture().cancel(true);
		assertThat(interrupted.poll(2 * AMPLE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void anAnsweredCallIsNotAbandoned() throws Exception {
		Connection connection = connect();
		CompletionStage<byte[]> request = connection.request("test.waits", new byte[0], AMPLE);
		Call call = arrivedCall();
		slowAnswer.complete(bytes("done"));
		get(request);
		assertThat(ask(connection, "test.echo", "later")).isEqualTo("later");
		assertThat(call.abandoned().toCompletableFuture()).isNotDone();
	}

	private Call arrivedCall() throws InterruptedException {
		Call call = calls.poll(2 * AMPLE.toSeconds(), TimeUnit.SECONDS);
		if (call == null) {
			throw new AssertionError("no request arrived");
		}
		return call;
	}

	/** Answers when {@link #slowAnswer} is there. */
	RequestHandler waits() {
		return new Waiter("test.waits", () -> slowAnswer);
	}

	/** Never answers and holds its thread. */
	RequestHandler blocks() {
		return new Waiter("test.blocks", this::block);
	}

	private CompletionStage<byte[]> block() {
		try {
			new Semaphore(0).acquire();
		}
		catch (InterruptedException nobodyWaits) {
			interrupted.add(true);
		}
		return CompletableFuture.failedFuture(new UnavailableException("interrupted"));
	}

	static void assertFails(CompletionStage<?> stage, Class<? extends TransportException> how) {
		assertThatThrownBy(() -> get(stage)).isInstanceOf(how);
	}

	static String ask(Connection connection, String method, String body) throws Exception {
		return text(get(connection.request(method, bytes(body), AMPLE)));
	}

	static <T> T get(CompletionStage<T> stage) throws Exception {
		try {
			return stage.toCompletableFuture().get(2 * AMPLE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException failure) {
			throw (failure.getCause() instanceof Exception cause) ? cause : failure;
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/** Shows its call. */
	private final class Waiter implements RequestHandler {

		private final String method;

		private final Supplier<CompletionStage<byte[]>> answer;

		private Waiter(String method, Supplier<CompletionStage<byte[]>> answer) {
			this.method = method;
			this.answer = answer;
		}

		@Override
		public String method() {
			return method;
		}

		@Override
		public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
			throw new IllegalStateException("called without a call");
		}

		@Override
		public CompletionStage<byte[]> handle(Call call, byte[] request) {
			calls.add(call);
			return answer.get();
		}

	}

}
