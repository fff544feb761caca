package org.web3ecosystem.bootstrap.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import org.springframework.http.codec.ServerSentEvent;

import org.web3ecosystem.bootstrap.monitor.BootstrapEvent;

/**
 * Changes as server-sent events: the whole report first, then each change under its type.
 * A reader that is too slow loses changes, never the node's time; one more than the limit
 * is turned away.
 */
public final class EventStream {

	/** How many read at once. */
	public static final int MAX_READERS = 64;

	private static final int BUFFER = 256;

	private static final Duration HEARTBEAT = Duration.ofSeconds(15);

	private final Sinks.Many<BootstrapEvent> events = Sinks.many().multicast().directBestEffort();

	private final AtomicInteger readers = new AtomicInteger();

	private final BootstrapReport report;

	public EventStream(BootstrapReport report) {
		this.report = report;
	}

	/** To be called on one thread at a time. */
	public void accept(BootstrapEvent event) {
		events.tryEmitNext(event);
	}

	/** Whether one more may read. */
	public boolean hasRoom() {
		return readers.get() < MAX_READERS;
	}

	/** Endless. */
	public Flux<ServerSentEvent<Map<String, @Nullable Object>>> read() {
		Flux<ServerSentEvent<Map<String, @Nullable Object>>> changes = events.asFlux()
			.onBackpressureBuffer(BUFFER, dropped -> {
			}, BufferOverflowStrategy.DROP_OLDEST)
			.map(this::change);
		Flux<ServerSentEvent<Map<String, @Nullable Object>>> heartbeats = Flux.interval(HEARTBEAT)
			.onBackpressureDrop()
			.map(tick -> ServerSentEvent.<Map<String, @Nullable Object>>builder().comment("still here").build());
		// all are subscribed at once, so that no change falls between report and changes
		return Flux
			.merge(Flux.mergeSequential(Flux.defer(() -> Flux.just(event("report", report.toMap()))), changes),
					heartbeats)
			.doOnSubscribe(reader -> readers.incrementAndGet())
			.doFinally(end -> readers.decrementAndGet());
	}

	private ServerSentEvent<Map<String, @Nullable Object>> change(BootstrapEvent event) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("type", event.type());
		data.put("time", event.time().toString());
		switch (event) {
			case BootstrapEvent.PhaseChanged(var time, var transition) -> {
				data.put("phase", transition.phase());
				data.put("complete", transition.complete());
				data.put("term", transition.term());
				data.put("kind", transition.kind().name());
				data.put("reason", transition.reason());
			}
			case BootstrapEvent.ComponentChanged(var time, var name, var status, var reason) -> {
				data.put("name", name);
				data.put("status", status.name());
				data.put("reason", reason);
			}
			case BootstrapEvent.FallbacksChanged(var time, var active) ->
				data.put("fallbacks", active.stream().map(Object::toString).toList());
			case BootstrapEvent.DegradationChanged(var time, var reasons) -> {
				data.put("status", reasons.isEmpty() ? "UP" : "DEGRADED");
				data.put("degradations", reasons);
			}
			case BootstrapEvent.AlertChanged(var time, var alert) -> data.putAll(BootstrapReport.alert(alert));
			case BootstrapEvent.CriterionChanged(var time, var id, var status, var reason) -> {
				data.put("id", id);
				data.put("status", status);
				data.put("reason", reason);
			}
		}
		return event(event.type(), data);
	}

	private static ServerSentEvent<Map<String, @Nullable Object>> event(String type,
			Map<String, @Nullable Object> data) {
		return ServerSentEvent.<Map<String, @Nullable Object>>builder().event(type).data(data).build();
	}

}
