package org.web3ecosystem.trustchain.dns;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * Queries out of a connection (RFC 1035, section 4.2.2). Each has to arrive as a whole
 * within the time, counted from when it was waited for, however slowly its bytes drip.
 * For one thread.
 */
final class TcpQueries {

	private static final int LENGTH = 2;

	private final Socket client;

	private final Duration within;

	private final byte[] buffer = new byte[LENGTH + QueryReader.MAX_QUERY];

	private int begin;

	private int end;

	TcpQueries(Socket client, Duration within) {
		this.client = client;
		this.within = within;
	}

	/** Whether the next one is here already, as a whole. */
	boolean hasNext() {
		return end - begin >= LENGTH && end - begin - LENGTH >= length();
	}

	/**
	 * The next one.
	 * @throws IOException if there is none, it is too late or too large
	 */
	ByteBuffer next() throws IOException {
		long deadline = System.nanoTime() + within.toNanos();
		fill(LENGTH, deadline);
		int length = length();
		if (length > QueryReader.MAX_QUERY) {
			throw new IOException("a query of " + length + " bytes");
		}
		fill(LENGTH + length, deadline);
		byte[] query = Arrays.copyOfRange(buffer, begin + LENGTH, begin + LENGTH + length);
		begin += LENGTH + length;
		return ByteBuffer.wrap(query);
	}

	private int length() {
		return (buffer[begin] & 0xff) << 8 | buffer[begin + 1] & 0xff;
	}

	private void fill(int wanted, long deadline) throws IOException {
		if (end - begin >= wanted) {
			return;
		}
		System.arraycopy(buffer, begin, buffer, 0, end - begin);
		end -= begin;
		begin = 0;
		InputStream in = client.getInputStream();
		while (end < wanted) {
			long left = (deadline - System.nanoTime()) / 1_000_000;
			if (left <= 0) {
				throw new SocketTimeoutException("too slow");
			}
			client.setSoTimeout((int) left);
			int count = in.read(buffer, end, buffer.length - end);
			if (count < 0) {
				throw new EOFException();
			}
			end += count;
		}
	}

}
