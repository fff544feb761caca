package org.web3ecosystem.spitest.transport;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.transport.TransportException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Laws of streams: order, both directions, half-close and back-pressure. A part of
 * {@link TransportProviderContract}.
 */
abstract class StreamLaws extends FeedLaws {

	private final BlockingQueue<Stream> accepted = new LinkedBlockingQueue<>();

	/** What the server takes. */
	List<StreamHandler> streams() {
		return List.of(new Acceptor("test.stream"), promptStream());
	}

	@Test
	void keepsTheOrderOfAStreamBothWays() throws Exception {
		Stream here = get(connect().open("test.stream", AMPLE));
		Stream there = acceptedStream();
		for (int i = 0; i < 100; i++) {
			CompletionStage<Void> written = here.write(bytes("to " + i));
			assertThat(next(there)).isEqualTo("to " + i);
			get(written);
			there.write(bytes("fro " + i));
			assertThat(next(here)).isEqualTo("fro " + i);
		}
	}

	@Test
	void carriesEmptyAndLargestMessagesOnAStream() throws Exception {
		Stream here = get(connect().open("test.stream", AMPLE));
		Stream there = acceptedStream();
		byte[] largest = pattern(Connection.MAX_MESSAGE);
		CompletionStage<Void> written = here.write(new byte[0]).thenCompose(done -> here.write(largest));
		assertThat(get(there.read())).hasValueSatisfying(message -> assertThat(message).isEmpty());
		assertThat(get(there.read())).hasValueSatisfying(message -> assertThat(message).isEqualTo(largest));
		get(written);
	}

	@Test
	void deliversEverythingBeforeTheEndAndLetsTheOtherSideGoOn() throws Exception {
		Stream here = get(connect().open("test.stream", AMPLE));
		Stream there = acceptedStream();
		here.write(bytes("first"));
		here.write(bytes("last"));
		get(here.finish());
		assertThat(next(there)).isEqualTo("first");
		assertThat(next(there)).isEqualTo("last");
		assertThat(get(there.read())).isEmpty();
		get(there.write(bytes("answer after the end")));
		assertThat(next(here)).isEqualTo("answer after the end");
		get(there.finish());
		assertThat(get(here.read())).isEmpty();
		assertFails(here.write(bytes("too late")), TransportException.Closed.class);
	}

	@Test
	void endsBothDirectionsOnClose() throws Exception {
		Stream here = get(connect().open("test.stream", AMPLE));
		Stream there = acceptedStream();
		CompletionStage<Optional<byte[]>> reading = there.read();
		here.close();
		assertFails(reading, TransportException.Closed.class);
		assertFails(here.read(), TransportException.Closed.class);
		assertFails(here.write(bytes("too late")), TransportException.Closed.class);
	}

	@Test
	void delaysAWriterWhoseReaderIsSlowAndLosesNothing() throws Exception {
		Stream here = get(connect().open("test.stream", AMPLE));
		Stream there = acceptedStream();
		byte[] chunk = pattern(256 * 1024);
		int written = 0;
		CompletionStage<Void> last = here.write(chunk);
		while (isDoneSoon(last)) {
			written++;
			assertThat(written).as("MiB taken without a reader").isLessThan(4 * 64);
			last = here.write(chunk);
		}
		for (int i = 0; i <= written; i++) {
			assertThat(get(there.read())).hasValueSatisfying(message -> assertThat(message).isEqualTo(chunk));
		}
		get(last);
	}

	Stream acceptedStream() throws InterruptedException {
		Stream stream = accepted.poll(AMPLE.toSeconds(), TimeUnit.SECONDS);
		if (stream == null) {
			throw new AssertionError("no stream arrived");
		}
		opened.add(stream);
		return stream;
	}

	private static boolean isDoneSoon(CompletionStage<Void> write) throws Exception {
		try {
			write.toCompletableFuture().get(SHORT.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException delayed) {
			return false;
		}
	}

	static String next(Stream stream) throws Exception {
		return get(stream.read()).map(CallLaws::text).orElse("(end)");
	}

	static byte[] pattern(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i * 31 + (i >> 8));
		}
		return bytes;
	}

	private final class Acceptor implements StreamHandler {

		private final String protocol;

		private Acceptor(String protocol) {
			this.protocol = protocol;
		}

		@Override
		public String protocol() {
			return protocol;
		}

		@Override
		public void accept(NodeId caller, Stream stream) {
			accepted.add(stream);
		}

	}

}
