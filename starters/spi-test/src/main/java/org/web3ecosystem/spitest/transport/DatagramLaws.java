package org.web3ecosystem.spitest.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.DatagramHandler;
import org.web3ecosystem.spi.transport.TransportException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Laws of datagrams: each arrives whole and once, or not at all. A part of
 * {@link TransportProviderContract}.
 */
abstract class DatagramLaws extends CallLaws {

	private static final int MANY = 400;

	private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

	private final CompletableFuture<Void> release = new CompletableFuture<>();

	private final AtomicInteger stuck = new AtomicInteger();

	/** What the server listens to. */
	List<DatagramHandler> datagrams() {
		return List.of(new Taker("test.datagrams", received::add), new Taker("test.stuck", datagram -> {
			stuck.incrementAndGet();
			release.join();
		}));
	}

	@Test
	void aDatagramArrivesWholeIfItArrives() throws Exception {
		Connection connection = connect();
		byte[] largest = new byte[Connection.MAX_DATAGRAM];
		for (int i = 0; i < largest.length; i++) {
			largest[i] = (byte) (i * 31);
		}
		byte[] arrived = null;
		for (int attempt = 0; arrived == null && attempt < 2 * AMPLE.toSeconds(); attempt++) {
			get(connection.send("test.datagrams", largest));
			arrived = received.poll(1, TimeUnit.SECONDS);
		}
		assertThat(arrived).isEqualTo(largest);
	}

	@Test
	void noDatagramArrivesTwice() throws Exception {
		Connection connection = connect();
		for (int i = 0; i < MANY; i++) {
			get(connection.send("test.datagrams", ByteBuffer.allocate(4).putInt(i).array()));
		}
		List<Integer> seen = new ArrayList<>();
		for (byte[] next = received.poll(AMPLE.toSeconds(), TimeUnit.SECONDS); next != null; next = received
			.poll(SHORT.toMillis(), TimeUnit.MILLISECONDS)) {
			seen.add(ByteBuffer.wrap(next).getInt());
		}
		assertThat(seen).isNotEmpty().doesNotHaveDuplicates().allMatch(number -> number >= 0 && number < MANY);
	}

	@Test
	void aDatagramThatIsTooLongIsRefusedHere() throws Exception {
		Connection connection = connect();
		assertFails(connection.send("test.datagrams", new byte[Connection.MAX_DATAGRAM + 1]),
				TransportException.Overloaded.class);
		assertThat(ask(connection, "test.echo", "still here")).isEqualTo("still here");
	}

	@Test
	void aReceiverThatIsSlowLosesDatagramsAndHoldsUpNothing() throws Exception {
		Connection connection = connect();
		for (int i = 0; i < MANY; i++) {
			get(connection.send("test.stuck", new byte[0]));
		}
		assertThat(ask(connection, "test.echo", "not held up")).isEqualTo("not held up");
		assertThat(stuck.get()).isLessThanOrEqualTo(DatagramHandler.IN_HAND);
		release.complete(null);
	}

	@Test
	void aDatagramThatNobodyTakesIsDropped() throws Exception {
		Connection connection = connect();
		get(connection.send("test.nobody", new byte[] { 1 }));
		assertThat(ask(connection, "test.echo", "still here")).isEqualTo("still here");
		assertThat(received).isEmpty();
	}

	/** Hands them on. */
	private record Taker(String protocol, Consumer<byte[]> taker) implements DatagramHandler {

		@Override
		public void received(NodeId caller, byte[] datagram) {
			taker.accept(datagram);
		}

	}

}
