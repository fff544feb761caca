package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import org.web3ecosystem.spi.transport.Stream;

/** Bytes in order; the end of either direction passes through on its own. */
final class TcpPipe extends Pipe {

	private static final int CHUNK = 32 << 10;

	private final Socket socket;

	private final byte[] buffer = new byte[CHUNK];

	TcpPipe(Socket socket, Stream stream, ForwardTally tally, Duration idle) {
		super(stream, tally, idle);
		this.socket = socket;
	}

	@Override
	Optional<byte[]> receive() throws IOException {
		int read = socket.getInputStream().read(buffer);
		return (read < 0) ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, read));
	}

	@Override
	void send(byte[] content) throws IOException {
		socket.getOutputStream().write(content);
	}

	@Override
	void finish() throws IOException {
		socket.shutdownOutput();
	}

	/** After both ends have passed through there is nothing to reset. */
	@Override
	void abort() {
		reset(socket);
	}

	/** Closes it with RST unless both of its directions have ended. */
	static void reset(Socket socket) {
		try (socket) {
			if (!socket.isClosed() && !socket.isOutputShutdown()) {
				socket.setSoLinger(true, 0);
			}
		}
		catch (IOException gone) {
			// closed already
		}
	}

}
