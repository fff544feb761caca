package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.stoq.forward.ForwardException.Reason;

/** How to the target of a forward. */
final class Way {

	private final TransportProvider transport;

	private final Forward forward;

	private final Duration patience;

	/**
	 * @param patience for each step
	 */
	Way(TransportProvider transport, Forward forward, Duration patience) {
		this.transport = transport;
		this.forward = forward;
		this.patience = patience;
	}

	Forward forward() {
		return forward;
	}

	/**
	 * A stream at whose other end the target is.
	 *
	 * @param connection held for it alone
	 */
	record Opened(Connection connection, Stream stream) implements AutoCloseable {

		@Override
		public void close() {
			stream.close();
			connection.close();
		}

	}

	/**
	 * Blocks until the target is there.
	 * @throws ForwardException if the peer does not open it
	 * @throws UnavailableException if the peer is not reached
	 */
	Opened open() throws IOException, InterruptedException {
		Connection connection = Pipe.await(transport.connect(forward.peer(), patience), patience.multipliedBy(2));
		try {
			Stream stream = Pipe.await(connection.open(Greetings.PROTOCOL, patience), patience.multipliedBy(2));
			Pipe.await(stream.write(Greetings.ask(forward.to())), patience);
			Optional<byte[]> answer = Pipe.await(stream.read(), patience.multipliedBy(2));
			Greetings
				.answered(answer.orElseThrow(() -> new ForwardException(Reason.MALFORMED, "ended without an answer")));
			return new Opened(connection, stream);
		}
		catch (IOException | InterruptedException | UnavailableException failure) {
			connection.close();
			throw failure;
		}
	}

}
