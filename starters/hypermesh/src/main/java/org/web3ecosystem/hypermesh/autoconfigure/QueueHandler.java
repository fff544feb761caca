package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.queue.QueueEnd;
import org.web3ecosystem.hypermesh.queue.QueueEntry;
import org.web3ecosystem.hypermesh.queue.QueueReport;
import org.web3ecosystem.hypermesh.queue.QueueState;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

import reactor.core.publisher.Mono;

/** Writes that wait, and what became of them, for the operator who asked for them. */
final class QueueHandler {

	static final String PATH = "/hypermesh/queue";

	private final DurableQueue queue;

	QueueHandler(DurableQueue queue) {
		this.queue = queue;
	}

	/** All that are kept. */
	Mono<ServerResponse> list(ServerRequest request) {
		return Problems.asOperator(request, () -> {
			QueueReport report = queue.report();
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("waiting", report.waiting());
			body.put("bytes", report.bytes());
			body.put("entries", queue.entries().stream().map(QueueHandler::json).toList());
			return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
		});
	}

	Mono<ServerResponse> find(ServerRequest request) {
		return with(request, queue::find,
				entry -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(json(entry)));
	}

	/** Takes it back, unless it is signed: then it may be on its way. */
	Mono<ServerResponse> withdraw(ServerRequest request) {
		return with(request, queue::withdraw, entry -> switch (entry.state()) {
			case QueueState.Ended(Instant at, QueueEnd.Withdrawn()) -> ServerResponse.noContent().build();
			case QueueState.Ended ended -> Problems.respond(HttpStatus.CONFLICT, "Conflict",
					"It was decided: " + json(entry).get("state") + ".", request);
			case QueueState open -> Problems.respond(HttpStatus.CONFLICT, "Conflict",
					"It is signed and may be on its way to the ledger.", request);
		});
	}

	private static Mono<ServerResponse> with(ServerRequest request, Function<String, Optional<QueueEntry>> find,
			Function<QueueEntry, Mono<ServerResponse>> answer) {
		return Problems.asOperator(request, () -> {
			String id = request.pathVariable("id");
			if (!QueueEntry.isId(id)) {
				throw new BadRequestException("an id in the queue is 32 lower-case hexadecimal digits");
			}
			return find.apply(id)
				.map(answer)
				.orElseGet(() -> Problems.respond(HttpStatus.NOT_FOUND, "Not found",
						"The queue does not know this write, or has forgotten it.", request));
		});
	}

	private static Map<String, Object> json(QueueEntry entry) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", entry.id());
		json.put("request", entry.what());
		if (!entry.concerning().isEmpty()) {
			json.put("concerns", entry.concerning());
		}
		json.put("module", entry.module());
		json.put("queued", entry.queued().toString());
		switch (entry.state()) {
			case QueueState.Waiting waiting -> json.put("state", "waiting");
			case QueueState.Signed signed -> {
				json.put("state", "signed");
				json.put("transaction", signed.transaction().id());
			}
			case QueueState.Ended(Instant at, QueueEnd end) -> {
				json.putAll(json(end));
				json.put("ended", at.toString());
			}
		}
		return json;
	}

	private static Map<String, Object> json(QueueEnd end) {
		return switch (end) {
			case QueueEnd.Decided(Receipt receipt) -> json(receipt);
			case QueueEnd.Refused(String reason) -> Map.of("state", "refused", "reason", reason);
			case QueueEnd.Unknown(String id) -> Map.of("state", "unknown", "transaction", id);
			case QueueEnd.Withdrawn() -> Map.of("state", "withdrawn");
		};
	}

	private static Map<String, Object> json(Receipt receipt) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("state", receipt.verdict().isAccepted() ? "executed" : "refused");
		if (receipt.verdict() instanceof Verdict.Rejected(String reason, boolean revoked)) {
			json.put("reason", reason);
		}
		json.put("transaction", receipt.transactionId());
		json.put("height", receipt.height().number());
		json.put("consensusTime", receipt.consensusTime().toString());
		return json;
	}

	/** Who was told 202 finds it there. */
	static String location(String id) {
		return PATH + "/" + id;
	}

	/** What the answer 202 says. */
	static Map<String, String> queued(String id) {
		Map<String, String> json = new LinkedHashMap<>();
		json.put("id", id);
		json.put("state", "waiting");
		json.put("location", location(id));
		return json;
	}

}
