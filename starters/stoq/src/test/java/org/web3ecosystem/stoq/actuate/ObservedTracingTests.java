package org.web3ecosystem.stoq.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.transport.Call;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.pool.Fallback;
import org.web3ecosystem.stoq.rpc.TraceParent;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** One trace over three nodes. */
class ObservedTracingTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private final TestFederation federation = new TestFederation(3);

	private final Seen seen = new Seen();

	private final TestNode last = node(2, new Answer());

	private final TestNode middle = node(1, new PassOn());

	private final TestNode first = node(0, new Answer());

	@AfterEach
	void close() {
		first.close();
		middle.close();
		last.close();
	}

	@Test
	void anObservationSpansAllThatARequestCauses() {
		get(connect(first, middle).request("test.pass-on", new byte[0], AMPLE));
		seen.await(4);
		assertThat(seen.stopped).extracting(Observation.Context::getName)
			.containsExactlyInAnyOrder(ObservedTracing.CALL, ObservedTracing.HANDLE, ObservedTracing.CALL,
					ObservedTracing.HANDLE);
		assertThat(seen.stopped).extracting(ObservedTracingTests::traceOf)
			.containsOnly(traceOf(seen.stopped.getFirst()));
		assertThat(seen.stopped).allSatisfy(context -> assertThat(context.getError()).isNull());
	}

	@Test
	void twoRequestsAreTwoTracesUnlessTheirCallerIsInOne() {
		Connection connection = connect(first, last);
		get(connection.request("test.answer", new byte[0], AMPLE));
		get(connection.request("test.answer", new byte[0], AMPLE));
		seen.await(4);
		assertThat(seen.stopped.stream().map(ObservedTracingTests::traceOf).distinct()).hasSize(2);
	}

	@Test
	void aFailureIsSeenOnBothSides() {
		Connection connection = connect(first, last);
		assertThatThrownBy(() -> get(connection.request("test.answer", new byte[1], AMPLE)))
			.isInstanceOf(TransportException.RemoteFailure.class);
		seen.await(2);
		assertThat(seen.stopped).extracting(Observation.Context::getError)
			.hasAtLeastOneElementOfType(TransportException.RemoteFailure.class)
			.hasAtLeastOneElementOfType(RejectedException.class);
	}

	private static String traceOf(Observation.Context context) {
		TraceParent place = context.get(TraceParent.class);
		assertThat(place).isNotNull();
		return place.traceId();
	}

	private static Connection connect(TestNode from, TestNode to) {
		return get(from.transport.connect(to.asPeer(), AMPLE));
	}

	private TestNode node(int index, RequestHandler handler) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(seen);
		return new TestNode(federation.node(index), new TestSeat(federation.issuer()), Limits.DEFAULT, Optional.empty(),
				Fallback.ON, new ObservedTracing(registry, new Random()))
			.start()
			.listen(new Inbound(List.of(handler), List.of()));
	}

	/** Keeps what was observed. */
	private static final class Seen implements ObservationHandler<Observation.Context> {

		private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(Observation.Context context) {
			stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		private void await(int count) {
			long deadline = System.nanoTime() + AMPLE.toNanos();
			while (stopped.size() < count) {
				assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
				LockSupport.parkNanos(2_000_000);
			}
			assertThat(stopped).hasSize(count);
		}

	}

	/** Asks the last one on behalf of its caller. */
	private final class PassOn implements RequestHandler {

		@Override
		public String method() {
			return "test.pass-on";
		}

		@Override
		public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
			throw new IllegalStateException("called without a call");
		}

		@Override
		public CompletionStage<byte[]> handle(Call call, byte[] request) {
			Peer next = last.asPeer();
			return get(middle.transport.connect(next, call.remaining())).request("test.answer", request,
					call.remaining());
		}

	}

	private static final class Answer implements RequestHandler {

		@Override
		public String method() {
			return "test.answer";
		}

		@Override
		public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
			return (request.length == 0) ? CompletableFuture.completedFuture(request)
					: CompletableFuture.failedFuture(new RejectedException("not for you"));
		}

	}

}
