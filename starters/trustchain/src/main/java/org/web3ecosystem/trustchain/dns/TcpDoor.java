package org.web3ecosystem.trustchain.dns;

import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Async;

/**
 * DNS over TCP (RFC 7766): one virtual thread per connection, queries in turn. A query
 * must arrive within the idle time as a whole, however slowly its bytes drip.
 */
final class TcpDoor implements AutoCloseable {

	/** The most connections at once; the next one is closed. */
	static final int MAX_CONNECTIONS = 128;

	/** How long a connection may stay silent or dawdle over one query. */
	static final Duration IDLE = Duration.ofSeconds(10);

	/** The most queries one connection may ask. */
	static final int MAX_QUERIES = 1000;

	private static final Logger logger = LoggerFactory.getLogger(TcpDoor.class);

	private final ServerSocket listening;

	private final Function<ByteBuffer, CompletionStage<ByteBuffer>> answering;

	private final Executor executor;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	/**
	 * @param answering gives the answer to a message, empty to hang up
	 */
	TcpDoor(ServerSocket listening, Function<ByteBuffer, CompletionStage<ByteBuffer>> answering, Executor executor) {
		this.listening = listening;
		this.answering = answering;
		this.executor = executor;
	}

	void accept() {
		while (!listening.isClosed()) {
			try {
				Socket client = listening.accept();
				if (connections.size() >= MAX_CONNECTIONS) {
					client.close();
				}
				else {
					connections.add(client);
					executor.execute(() -> serve(client));
				}
			}
			catch (IOException | RuntimeException failure) {
				logger.atDebug().setCause(failure).log("a connection could not be taken");
			}
		}
	}

	@Override
	public void close() {
		closeQuietly(listening);
		connections.forEach(TcpDoor::closeQuietly);
	}

	private void serve(Socket client) {
		try (client) {
			DataOutputStream out = new DataOutputStream(client.getOutputStream());
			for (int i = 0; i < MAX_QUERIES; i++) {
				long deadline = System.nanoTime() + IDLE.toNanos();
				int length = ByteBuffer.wrap(read(client, 2, deadline)).getShort() & 0xffff;
				if (length > QueryReader.MAX_QUERY) {
					return;
				}
				ByteBuffer answer = Async.await(answering.apply(ByteBuffer.wrap(read(client, length, deadline))), IDLE,
						"discovery");
				if (!answer.hasRemaining()) {
					return;
				}
				byte[] message = new byte[2 + answer.remaining()];
				ByteBuffer.wrap(message).putShort((short) answer.remaining()).put(answer);
				out.write(message);
			}
		}
		catch (IOException | UnavailableException over) {
			// the client went, dawdled or was cut off: nothing to tell anyone
		}
		finally {
			connections.remove(client);
		}
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
