package org.web3ecosystem.trustchain.dns;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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
	static final int MAX_QUERIES = 1000;

	private static final Duration BREATH = Duration.ofMillis(50);

	private static final Logger logger = LoggerFactory.getLogger(TcpDoor.class);

	private final ServerSocket listening;

	private final BiFunction<ByteBuffer, InetAddress, CompletionStage<Optional<Answering.Reply>>> answering;

	private final Executor executor;

	private final Duration idle;

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
			handshake(client);
			for (int i = 0; i < MAX_QUERIES; i++) {
				long deadline = System.nanoTime() + idle.toNanos();
				int length = ByteBuffer.wrap(read(client, 2, deadline)).getShort() & 0xffff;
				if (length > QueryReader.MAX_QUERY) {
					return;
				}
				connections.asked(client);
				Optional<Answering.Reply> answer = Async.await(
						answering.apply(ByteBuffer.wrap(read(client, length, deadline)), client.getInetAddress()), idle,
						"discovery");
				if (answer.isEmpty()) {
					return;
				}
				write(client, framed(answer.get().message()));
			}
		}
		catch (IOException | UnavailableException over) {
			// the client went, dawdled or was cut off: nothing to tell anyone
		}
		finally {
			connections.left(client);
		}
	}

	/** RFC 1035, section 4.2.2: its length before it. */
	private static byte[] framed(ByteBuffer answer) {
		byte[] message = new byte[2 + answer.remaining()];
		ByteBuffer.wrap(message).putShort((short) answer.remaining()).put(answer);
		return message;
	}

	/** With a door of TLS, all of it within the time of one step. */
	private void handshake(Socket client) throws IOException {
		if (client instanceof SSLSocket secured) {
			timely(client, secured::startHandshake);
		}
	}

	/** Who does not take the answer is hung up on. */
	private void write(Socket client, byte[] message) throws IOException {
		timely(client, () -> client.getOutputStream().write(message));
	}

	/** A socket's own timeout is for one reading of it. */
	private void timely(Socket client, Step step) throws IOException {
		CompletableFuture<Void> taken = new CompletableFuture<>();
		taken.orTimeout(idle.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((done, late) -> Optional.ofNullable(late).ifPresent(dawdling -> closeQuietly(client)));
		try {
			step.take();
		}
		finally {
			taken.complete(null);
		}
	}

	@FunctionalInterface
	private interface Step {

		void take() throws IOException;

	}

	private static byte[] read(Socket client, int length, long deadline) throws IOException {
		byte[] content = new byte[length];
		InputStream in = client.getInputStream();
		int read = 0;
		while (read < length) {
			long left = (deadline - System.nanoTime()) / 1_000_000;
			if (left <= 0) {
				throw new SocketTimeoutException("too slow");
			}
			client.setSoTimeout((int) left);
			int count = in.read(content, read, length - read);
			if (count < 0) {
				throw new EOFException();
			}
			read += count;
		}
		return content;
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
