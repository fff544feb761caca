package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.autoconfigure.LeaseHandler.ConflictException;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.conduct.Evidence;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.conduct.Standing;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.WriteQueue;
import reactor.core.publisher.Mono;

/** Who was convicted of what, over REST, and how it is let back in. */
final class ConductHandler {

	private final LedgerConduct conduct;

	private final Deferrable<Function<NodeId, CompletionStage<Receipt>>> rehabilitation;

	private final Supplier<List<Evidence>> accused;

	/**
	 * @param accused what this node has verified and the ledger has not decided on
	 * @param queue of this process, if it has one
	 */
	ConductHandler(LedgerConduct conduct, Supplier<List<Evidence>> accused, Supplier<Optional<WriteQueue>> queue) {
		this.conduct = conduct;
		this.accused = accused;
		this.rehabilitation = new Deferrable<>(conduct::rehabilitate, queue,
				way -> node -> conduct.rehabilitate(node, way));
	}

	/** All who were ever convicted. */
	Mono<ServerResponse> list(ServerRequest request) {
		return Mono.fromCompletionStage(conduct::now)
			.flatMap(now -> ServerResponse.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(Map.of("stopped", now.stopped(), "nodes",
						now.standings().stream().map(ConductHandler::json).toList())));
	}

	/** The signed messages. */
	Mono<ServerResponse> evidence(ServerRequest request) {
		String id = request.pathVariable("id");
		if (!id.matches("[0-9a-f]{64}")) {
			throw new BadRequestException("an id of evidence is 64 hexadecimal digits");
		}
		return Mono.fromCompletionStage(() -> conduct.evidence(id))
			.flatMap(found -> found.or(() -> waiting(id))
				.map(evidence -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(json(evidence)))
				.orElseGet(() -> Problems.respond(HttpStatus.NOT_FOUND, "Not found",
						"There is no evidence with this id.", request)));
	}

	private Optional<Evidence> waiting(String id) {
		return accused.get().stream().filter(evidence -> evidence.id().equals(id)).findFirst();
	}

	/** Has this validator agree that a node may take part again. */
	Mono<ServerResponse> rehabilitate(ServerRequest request) {
		NodeId node = node(request.pathVariable("node"));
		return Problems
			.asOperator(request, () -> Mono.fromCompletionStage(() -> Writing.with(rehabilitation, request).apply(node))
				.flatMap(
						receipt -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(json(receipt)))
				.onErrorMap(RejectedException.class,
						refused -> new ConflictException("The ledger refuses this: " + refused.getMessage() + ".",
								Optional.empty())));
	}

	private static NodeId node(String hex) {
		try {
			return new NodeId(hex);
		}
		catch (IllegalArgumentException malformed) {
			throw new BadRequestException(String.valueOf(malformed.getMessage()));
		}
	}

	private static Map<String, Object> json(Standing standing) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("node", standing.node().hex());
		json.put("isolated", standing.isIsolated());
		json.put("evidence", standing.evidence());
		json.put("height", standing.height().number());
		json.put("since", standing.since().toString());
		json.put("weight", standing.weight());
		json.put("slashed", standing.slashed());
		json.put("taken", standing.taken());
		if (!standing.isIsolated()) {
			json.put("settledRound", standing.settled());
		}
		return json;
	}

	private static Map<String, Object> json(Evidence evidence) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", evidence.id());
		json.put("kind", Evidence.KIND);
		json.put("accused", evidence.accused().hex());
		json.put("epoch", evidence.epoch().number());
		json.put("messages", evidence.messages().stream().map(Base64.getEncoder()::encodeToString).toList());
		return json;
	}

	private static Map<String, Object> json(Receipt receipt) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("transaction", receipt.transactionId());
		json.put("height", receipt.height().number());
		json.put("consensusTime", receipt.consensusTime().toString());
		return json;
	}

}
