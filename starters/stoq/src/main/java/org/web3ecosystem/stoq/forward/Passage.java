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
final class Passage {

	private final TransportProvider transport;

	private final Destination destination;

	private final Duration patience;

	/**
	 * @param patience for each step
	 */
	Passage(TransportProvider transport, Destination destination, Duration patience) {
		this.transport = transport;
		this.destination = destination;
		this.patience = patience;
	}

	Destination destination() {
		return destination;
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
		Connection connection = Pipe.await(transport.connect(destination.peer(), patience), patience.multipliedBy(2));
		try {
			// nothing is done on the loop but to wake who waits here
			Stream stream = Pipe.await(connection.direct().open(destination.protocol(), patience),
					patience.multipliedBy(2));
			Pipe.await(stream.write(destination.ask()), patience);
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
