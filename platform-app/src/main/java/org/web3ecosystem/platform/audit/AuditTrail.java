package org.web3ecosystem.platform.audit;

import java.time.InstantSource;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.web3ecosystem.platform.access.Caller;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sees to it that there is no write without a record: that it begins is on disk before it
 * is carried out, how it ended follows. A write that is refused is recorded too, as far
 * as {@link Refusals} lets it.
 */
public final class AuditTrail {

	/** Says that an answer was given before, to the same request. */
	public static final String REPLAYED = "Idempotent-Replayed";

	private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);

	private final AuditLog log;

	private final Refusals refusals;

	private final JsonMapper json;

	/**
	 * @param refusalsPerSecond how many refused writes are recorded one by one
	 */
	public AuditTrail(AuditLog log, int refusalsPerSecond, InstantSource clock, JsonMapper json) {
		this.log = log;
		this.refusals = new Refusals(refusalsPerSecond, clock);
		this.json = json;
	}

	/**
	 * Carries out a write between two records.
	 * @param work answers every failure of its own, so that what was answered is known
	 * @return fails with an {@code UnavailableException}, and nothing is carried out, if
	 * it cannot be recorded
	 */
	public Mono<Void> around(ServerWebExchange exchange, Caller caller, Function<ServerWebExchange, Mono<Void>> work) {
		ServerHttpRequest request = exchange.getRequest();
		AuditEvent begun = new AuditEvent.Begun(caller, request.getMethod().name(), request.getURI().getRawPath());
		return Mono.fromCompletionStage(() -> log.append(begun)).publishOn(Schedulers.parallel()).flatMap(number -> {
			WrittenAnswer answer = new WrittenAnswer(exchange.getResponse(), json);
			return toItsEnd(work.apply(exchange.mutate().response(answer).build())
				.doFinally(end -> ended(number, answer, end))
				.onErrorResume(AuditTrail::isGone, unsent -> Mono.empty()));
		});
	}

	/** A write does not stop half-way because nobody waits for its answer any more. */
	private static Mono<Void> toItsEnd(Mono<Void> work) {
		return Mono.deferContextual(context -> Mono.fromFuture(work.contextWrite(context).toFuture(), true));
	}

	/** Its client went away; the record says that the answer could not be sent. */
	private static boolean isGone(Throwable failure) {
		return failure instanceof AbortedException || AbortedException.isConnectionReset(failure);
	}

	/** Records that a write was not let in; nobody waits for it. */
	public void refused(ServerWebExchange exchange, Caller caller, HttpStatus status, String reason) {
		ServerHttpRequest request = exchange.getRequest();
		refusals.next()
			.ifPresent(unrecorded -> append(new AuditEvent.Refused(caller, request.getMethod().name(),
					request.getURI().getRawPath(), status.value(), reason, unrecorded)));
	}

	/** Counts a write that was refused and is not recorded by itself. */
	public void unrecorded() {
		refusals.skip();
	}

	private void ended(long write, WrittenAnswer answer, SignalType end) {
		HttpStatusCode status = answer.getStatusCode();
		int code = (status == null) ? HttpStatus.OK.value() : status.value();
		String outcome = outcome(code, answer);
		append(new AuditEvent.Ended(write, code,
				end == SignalType.ON_COMPLETE ? outcome : outcome + "; the answer could not be sent",
				answer.transaction()));
	}

	private static String outcome(int status, WrittenAnswer answer) {
		String outcome = (status < HttpStatus.BAD_REQUEST.value()) ? "done" : answer.detail().orElse("failed");
		return answer.getHeaders().containsHeader(REPLAYED) ? "answered as before: " + outcome : outcome;
	}

	private void append(AuditEvent event) {
		log.append(event).whenComplete((number, failure) -> {
			if (failure != null) {
				logger.warn("not in the audit record: {} because {}", event.json(), failure.getMessage());
			}
		});
	}

}
