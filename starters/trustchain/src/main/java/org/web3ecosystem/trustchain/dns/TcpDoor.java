package org.web3ecosystem.trustchain.dns;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

import javax.net.ssl.SSLSocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Async;

/**
 * DNS over TCP (RFC 7766) or TLS (RFC 7858): one virtual thread per connection, queries
 * in turn. A query must arrive within the idle time as a whole, however slowly its bytes
 * drip, and its answer be taken within that time too.
 */
final class TcpDoor implements AutoCloseable {

	/**
	 * The most connections at once; for the next one the longest silent one is closed.
	 */
	static final int MAX_CONNECTIONS = 128;

	/** The most of these from one address. */
	static final int MAX_OF_ONE = MAX_CONNECTIONS / 4;

	/** How long a connection may stay silent or dawdle over one query. */
	static final Duration IDLE = Duration.ofSeconds(10);

	/** The most queries one connection may ask. */
	static final int MAX_QUERIES = 100_000;

	/** How many bytes of answers are gathered, about. */
	private static final int MAX_GATHERED = 16 * 1024;

	/** How often within the idle time it is looked who dawdles. */
	private static final int LOOKS = 8;

	private static final Duration BREATH = Duration.ofMillis(50);

	private static final Logger logger = LoggerFactory.getLogger(TcpDoor.class);

	private final ServerSocket listening;

	private final BiFunction<ByteBuffer, InetAddress, CompletionStage<Optional<Answering.Reply>>> answering;

	private final Executor executor;

	private final Duration idle;

	/** Who is in the middle of something that has to end, and when. */
	private final Map<Socket, Long> due = new ConcurrentHashMap<>();

	private final Connections connections = new Connections(MAX_CONNECTIONS, MAX_OF_ONE);

	/**
	 * @param answering gives the answer to a message, nothing to hang up
	 * @param idle how long each step may take
	 */
	TcpDoor(ServerSocket listening,
			BiFunction<ByteBuffer, InetAddress, CompletionStage<Optional<Answering.Reply>>> answering,
			Executor executor, Duration idle) {
		this.listening = listening;
		this.answering = answering;
		this.executor = executor;
		this.idle = idle;
	}

	/** How many are connected. */
	int connections() {
		return connections.all().size();
	}

	void accept() {
		try {
			executor.execute(this::hangUp);
		}
		catch (RejectedExecutionException closed) {
			return;
		}
		while (!listening.isClosed()) {
			try {
				Socket client = listening.accept();
				connections.admit(client).ifPresent(TcpDoor::closeQuietly);
				executor.execute(() -> serve(client));
			}
			catch (IOException | RuntimeException failure) {
				logger.atDebug().setCause(failure).log("a connection could not be taken");
				// where files run out, accept fails at once and for as long as they do
				LockSupport.parkNanos(BREATH.toNanos());
			}
		}
	}

	@Override
	public void close() {
		closeQuietly(listening);
		connections.all().forEach(TcpDoor::closeQuietly);
	}

	private void serve(Socket client) {
		try (client) {
			timely(client, () -> handshake(client));
			TcpQueries queries = new TcpQueries(client, idle);
			ByteArrayOutputStream answers = new ByteArrayOutputStream();
			for (int i = 0; i < MAX_QUERIES; i++) {
				ByteBuffer query = queries.next();
				connections.asked(client);
				Optional<Answering.Reply> answer = Async.await(answering.apply(query, client.getInetAddress()), idle,
						"discovery");
				if (answer.isEmpty()) {
					return;
				}
				put(answers, answer.get().message());
				answer.get().following().to(message -> {
					send(client, answers);
					put(answers, message);
				});
				// whoever asks much at once is answered much at once
				if (!queries.hasNext() || answers.size() > MAX_GATHERED || i == MAX_QUERIES - 1) {
					send(client, answers);
				}
			}
		}
		catch (IOException | UnavailableException over) {
			// the client went, dawdled or was cut off: nothing to tell anyone
		}
		catch (RuntimeException failed) {
			logger.atError().setCause(failed).log("an answer broke off");
		}
		finally {
			connections.left(client);
		}
	}

	private void send(Socket client, ByteArrayOutputStream answers) throws IOException {
		timely(client, () -> answers.writeTo(client.getOutputStream()));
		answers.reset();
	}

	/** RFC 1035, section 4.2.2: its length before it. */
	private static void put(ByteArrayOutputStream answers, ByteBuffer answer) {
		int length = answer.remaining();
		answers.write(length >>> 8);
		answers.write(length);
		answers.write(answer.array(), answer.arrayOffset() + answer.position(), length);
	}

	/** With a door of TLS. */
	private static void handshake(Socket client) throws IOException {
		if (client instanceof SSLSocket secured) {
			secured.startHandshake();
		}
	}

	/**
	 * A socket's own timeout is for one reading of it; who dawdles otherwise is hung up
	 * on.
	 */
	private void timely(Socket client, Step step) throws IOException {
		due.put(client, System.nanoTime() + idle.toNanos());
		try {
			step.take();
		}
		finally {
			due.remove(client);
		}
	}

	private void hangUp() {
		while (!listening.isClosed()) {
			LockSupport.parkNanos(idle.dividedBy(LOOKS).toNanos());
			long now = System.nanoTime();
			due.forEach((client, until) -> {
				if (now - until > 0) {
					closeQuietly(client);
				}
			});
		}
	}

	@FunctionalInterface
	private interface Step {

		void take() throws IOException;

	}

	private static void closeQuietly(Closeable socket) {
		try {
			socket.close();
		}
		catch (IOException failure) {
			logger.atDebug().setCause(failure).log("closing a socket");
		}
	}

}
