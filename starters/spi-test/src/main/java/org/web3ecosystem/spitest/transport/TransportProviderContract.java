package org.web3ecosystem.spitest.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.transport.TransportProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The laws of {@link TransportProvider}, its connections and streams. Every offer extends
 * this and says how its nodes are made; both parties belong to one network that admits
 * both.
 */
@SuppressWarnings("NullAway.Init")
public abstract class TransportProviderContract extends StreamLaws {

	private static final Duration SLACK = Duration.ofSeconds(3);

	private final BlockingQueue<NodeId> callers = new LinkedBlockingQueue<>();

	private Party server;

	private Party client;

	private InetSocketAddress address;

	/**
	 * A node and its transport.
	 *
	 * @param id who it is
	 * @param transport how it reaches others
	 */
	public record Party(NodeId id, TransportProvider transport) {
	}

	/** The node that listens in this test. */
	protected abstract Party server() throws Exception;

	/** The node that connects in this test. */
	protected abstract Party client() throws Exception;

	/** How many requests one connection carries at once before it is overloaded. */
	protected abstract int requestLimit();

	/** An address where nobody answers. */
	protected abstract InetSocketAddress nowhere() throws Exception;

	@BeforeEach
	void listen() throws Exception {
		server = server();
		client = client();
		Inbound inbound = new Inbound(handlers(), streams(), datagrams()).with(feeds());
		Listener listener = get(
				server.transport().listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), inbound));
		opened.add(listener);
		address = listener.address();
	}

	@AfterEach
	void closeAll() throws Exception {
		slowAnswer.complete(new byte[0]);
		for (AutoCloseable closeable : opened.reversed()) {
			closeable.close();
		}
	}

	@Test
	void answersARequestAndNamesTheCaller() throws Exception {
		Connection connection = connect();
		assertThat(connection.peer()).isEqualTo(server.id());
		assertThat(ask(connection, "test.echo", "hello")).isEqualTo("hello");
		assertThat(callers.poll(1, TimeUnit.SECONDS)).isEqualTo(client.id());
	}

	@Test
	void answersManyRequestsAtOnceAndASlowOneHoldsUpNobody() throws Exception {
		Connection connection = connect();
		CompletionStage<byte[]> slow = connection.request("test.slow", new byte[0], AMPLE);
		List<CompletionStage<byte[]>> answers = new ArrayList<>();
		for (int i = 0; i < requestLimit() / 2; i++) {
			answers.add(connection.request("test.echo", bytes("n" + i), AMPLE));
		}
		for (int i = 0; i < answers.size(); i++) {
			assertThat(text(get(answers.get(i)))).isEqualTo("n" + i);
		}
		assertThat(slow.toCompletableFuture()).isNotDone();
		slowAnswer.complete(bytes("at last"));
		assertThat(text(get(slow))).isEqualTo("at last");
	}

	@Test
	void carriesTheLargestMessageBothWaysAndTheEmptyOne() throws Exception {
		Connection connection = connect();
		byte[] largest = pattern(Connection.MAX_MESSAGE);
		assertThat(get(connection.request("test.echo", largest, AMPLE))).isEqualTo(largest);
		assertThat(get(connection.request("test.echo", new byte[0], AMPLE))).isEmpty();
	}

	@Test
	void refusesAMessageThatIsTooLong() throws Exception {
		Connection connection = connect();
		byte[] tooLong = new byte[Connection.MAX_MESSAGE + 1];
		assertFails(connection.request("test.echo", tooLong, AMPLE), TransportException.Overloaded.class);
		assertFails(connection.request("test.too-long-answer", new byte[0], AMPLE),
				TransportException.RemoteFailure.class);
		assertFails(get(connection.open("test.stream", AMPLE)).write(tooLong), TransportException.Overloaded.class);
		assertThat(ask(connection, "test.echo", "still here")).isEqualTo("still here");
	}

	@Test
	void refusesMoreRequestsAtOnceThanTheLimit() throws Exception {
		Connection connection = connect();
		List<CompletionStage<byte[]>> within = new ArrayList<>();
		for (int i = 0; i < requestLimit(); i++) {
			within.add(connection.request("test.slow", new byte[0], AMPLE));
		}
		assertFails(connection.request("test.slow", new byte[0], AMPLE), TransportException.Overloaded.class);
		slowAnswer.complete(bytes("done"));
		for (CompletionStage<byte[]> answer : within) {
			assertThat(text(get(answer))).isEqualTo("done");
		}
		assertThat(ask(connection, "test.echo", "again")).isEqualTo("again");
	}

	@Test
	void tellsARejectionFromAnInabilityAndHidesOtherFailures() throws Exception {
		Connection connection = connect();
		assertRemoteFailure(connection, "test.rejects", true, "not for you");
		assertRemoteFailure(connection, "test.unavailable", false, "not now");
		assertThatThrownBy(() -> get(connection.request("test.breaks", new byte[0], AMPLE))).isInstanceOfSatisfying(
				TransportException.RemoteFailure.class,
				failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
		assertThatThrownBy(() -> get(connection.request("test.throws", new byte[0], AMPLE)))
			.isInstanceOf(TransportException.RemoteFailure.class);
	}

	@Test
	void rejectsAMethodOrProtocolThatNobodyHandles() throws Exception {
		Connection connection = connect();
		assertRemoteFailure(connection, "test.nobody", true, "test.nobody");
		assertThatThrownBy(() -> get(connection.open("test.nobody", AMPLE))).isInstanceOfSatisfying(
				TransportException.RemoteFailure.class, failure -> assertThat(failure.isRejected()).isTrue());
		assertThat(ask(connection, "test.echo", "still here")).isEqualTo("still here");
	}

	@Test
	void failsARequestAtItsDeadline() throws Exception {
		Connection connection = connect();
		long before = System.nanoTime();
		assertFails(connection.request("test.slow", new byte[0], SHORT), TransportException.TimedOut.class);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(SHORT, SHORT.plus(SLACK));
		assertThat(ask(connection, "test.echo", "still here")).isEqualTo("still here");
	}

	@Test
	void refusesAPeerThatIsNotWhoWasAskedFor() {
		Peer other = new Peer(new NodeId("f".repeat(NodeId.LENGTH)), List.of(address));
		assertFails(client.transport().connect(other, AMPLE), TransportException.RefusedIdentity.class);
		assertThat(callers).isEmpty();
	}

	@Test
	void failsWithinTheDeadlineWhereNobodyAnswers() throws Exception {
		Peer absent = new Peer(server.id(), List.of(nowhere()));
		long before = System.nanoTime();
		assertFails(client.transport().connect(absent, SHORT), TransportException.class);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SHORT.plus(SLACK));
	}

	@Test
	void triesTheNextAddress() throws Exception {
		Peer peer = new Peer(server.id(), List.of(nowhere(), address));
		Connection connection = get(client.transport().connect(peer, AMPLE));
		opened.add(connection);
		assertThat(ask(connection, "test.echo", "found")).isEqualTo("found");
	}

	@Test
	void failsWhatIsUnderWayWhenTheConnectionCloses() throws Exception {
		Connection connection = connect();
		Stream here = get(connection.open("test.stream", AMPLE));
		Stream there = acceptedStream();
		CompletionStage<byte[]> request = connection.request("test.slow", new byte[0], AMPLE);
		CompletionStage<Optional<byte[]>> reading = here.read();
		CompletionStage<Optional<byte[]>> readingThere = there.read();
		connection.close();
		assertFails(request, TransportException.Closed.class);
		assertFails(reading, TransportException.Closed.class);
		assertFails(readingThere, TransportException.Closed.class);
		assertFails(connection.request("test.echo", new byte[0], AMPLE), TransportException.Closed.class);
		assertFails(connection.open("test.stream", AMPLE), TransportException.Closed.class);
	}

	@Test
	void closesItsConnectionsWhenTheListenerCloses() throws Exception {
		Connection connection = connect();
		CompletionStage<byte[]> request = connection.request("test.slow", new byte[0], AMPLE);
		opened.getFirst().close();
		assertFails(request, TransportException.Closed.class);
		// an end that is not heard of yet makes a connection that is of no use
		assertFails(client.transport()
			.connect(new Peer(server.id(), List.of(address)), SHORT)
			.thenCompose(again -> again.request("test.echo", new byte[0], SHORT)), TransportException.class);
	}

	@Test
	void connectsAgainAfterAClose() throws Exception {
		connect().close();
		assertThat(ask(connect(), "test.echo", "again")).isEqualTo("again");
	}

	@Override
	NodeId caller() {
		return client.id();
	}

	@Override
	Connection connect() throws Exception {
		Connection connection = get(client.transport().connect(new Peer(server.id(), List.of(address)), AMPLE));
		opened.add(connection);
		return connection;
	}

	private List<RequestHandler> handlers() {
		return List.of(waits(), blocks(), prompt(), promptButLate(), promptAndBroken(),
				new Handler("test.echo", CompletableFuture::completedFuture),
				new Handler("test.slow", body -> slowAnswer), new Handler("test.rejects", body -> {
					throw new RejectedException("not for you");
				}),
				new Handler("test.unavailable",
						body -> CompletableFuture.failedFuture(new UnavailableException("not now"))),
				new Handler("test.breaks",
						body -> CompletableFuture.failedFuture(new IllegalStateException("a secret"))),
				new Handler("test.throws", body -> {
					throw new IllegalStateException("a secret");
				}), new Handler("test.too-long-answer",
						body -> CompletableFuture.completedFuture(new byte[Connection.MAX_MESSAGE + 1])));
	}

	private static void assertRemoteFailure(Connection connection, String method, boolean rejected, String message) {
		assertThatThrownBy(() -> get(connection.request(method, new byte[0], AMPLE)))
			.isInstanceOfSatisfying(TransportException.RemoteFailure.class, failure -> {
				assertThat(failure.isRejected()).isEqualTo(rejected);
				assertThat(failure).hasMessageContaining(message);
			});
	}

	private final class Handler implements RequestHandler {

		private final String method;

		private final Function<byte[], CompletionStage<byte[]>> answer;

		private Handler(String method, Function<byte[], CompletionStage<byte[]>> answer) {
			this.method = method;
			this.answer = answer;
		}

		@Override
		public String method() {
			return method;
		}

		@Override
		public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
			callers.add(caller);
			return answer.apply(request);
		}

	}

}
