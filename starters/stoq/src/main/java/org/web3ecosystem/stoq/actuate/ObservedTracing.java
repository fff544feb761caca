package org.web3ecosystem.stoq.actuate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.stoq.rpc.TraceParent;
import org.web3ecosystem.stoq.rpc.Tracing;

/**
 * Requests as observations: {@value #CALL} here and {@value #HANDLE} at the other end, in
 * one trace. Where a tracing bridge is on the class path its ids are sent; without one
 * they are made here, so that both sides and what is called from there know the same
 * trace.
 */
public final class ObservedTracing implements Tracing {

	static final String CALL = "web3.stoq.call";

	static final String HANDLE = "web3.stoq.handle";

	private static final String HEADER = "traceparent";

	private final ObservationRegistry registry;

	private final RandomGenerator random;

	public ObservedTracing(ObservationRegistry registry, RandomGenerator random) {
		this.registry = registry;
		this.random = random;
	}

	@Override
	public Span calling(String method, NodeId peer) {
		if (registry.isNoop()) {
			return Span.NONE;
		}
		Map<String, String> carrier = new HashMap<>();
		SenderContext<Map<String, String>> context = new SenderContext<>(
				(target, key, value) -> carrier.put(key, value), Kind.CLIENT);
		context.setCarrier(carrier);
		Observation observation = start(CALL, context, method, peer);
		TraceParent place = Optional.ofNullable(carrier.get(HEADER))
			.flatMap(TraceParent::parse)
			.or(() -> enclosing(context).map(outer -> outer.next(random)))
			.orElseGet(() -> TraceParent.begin(random));
		return observed(observation, context, place);
	}

	@Override
	public Span handling(String method, NodeId caller, Optional<TraceParent> parent) {
		if (registry.isNoop()) {
			return Span.NONE;
		}
		ReceiverContext<Map<String, String>> context = new ReceiverContext<>(Map::get, Kind.SERVER);
		context.setCarrier(parent.map(sent -> Map.of(HEADER, sent.toString())).orElse(Map.of()));
		Observation observation = start(HANDLE, context, method, caller);
		return observed(observation, context,
				parent.map(sent -> sent.next(random)).orElseGet(() -> TraceParent.begin(random)));
	}

	private Observation start(String name, Observation.Context context, String method, NodeId peer) {
		return Observation.createNotStarted(name, () -> context, registry)
			.lowCardinalityKeyValue("method", method)
			.highCardinalityKeyValue("peer", peer.brief())
			.start();
	}

	private static Optional<TraceParent> enclosing(Observation.Context context) {
		ObservationView outer = context.getParentObservation();
		return Optional.ofNullable(outer).map(view -> view.getContextView().get(TraceParent.class));
	}

	private static Span observed(Observation observation, Observation.Context context, TraceParent place) {
		context.put(TraceParent.class, place);
		observation.highCardinalityKeyValue("trace", place.traceId());
		return new Observed(observation, place);
	}

	/** A side of a request as one observation. */
	private record Observed(Observation observation, TraceParent at) implements Span {

		@Override
		public Optional<TraceParent> place() {
			return Optional.of(at);
		}

		@Override
		public <T> T within(Supplier<T> work) {
			return observation.scoped(work);
		}

		@Override
		public void end(@Nullable Throwable failure) {
			if (failure != null) {
				observation.error(failure);
			}
			observation.stop();
		}

	}

}
