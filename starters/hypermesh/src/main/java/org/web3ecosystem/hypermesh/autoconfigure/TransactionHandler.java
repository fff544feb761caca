package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.UnsupportedBodyException;
import org.web3ecosystem.hypermesh.ledger.Outcome;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.proof.Waived;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

import reactor.core.publisher.Mono;

/**
 * Transactions that their owners signed, over REST. Who hands one in need not be
 * identified: the signature on it says whose it is, and the work in it that it was meant.
 */
final class TransactionHandler {

	private final VerifiableLedger ledger;

	TransactionHandler(VerifiableLedger ledger) {
		this.ledger = ledger;
	}

	/** 200 once it was executed, whatever the ledger said to it, if it looked at it. */
	Mono<ServerResponse> handIn(ServerRequest request) {
		if (request.headers().contentType().filter(MediaType.APPLICATION_CBOR::isCompatibleWith).isEmpty()) {
			throw new UnsupportedBodyException("A signed transaction is sent as application/cbor.");
		}
		return JsonBody.bytes(request)
			.flatMap(transaction -> Mono.fromCompletionStage(() -> ledger.handIn(transaction)))
			.doOnNext(Outcome::decided)
			.flatMap(TransactionHandler::show);
	}

	Mono<ServerResponse> find(ServerRequest request) {
		String id = request.pathVariable("id");
		if (!Outcome.isTransactionId(id)) {
			throw new BadRequestException("a transaction id is 64 lower-case hexadecimal digits");
		}
		return Mono.fromCompletionStage(() -> ledger.outcome(id))
			.flatMap(found -> found.map(TransactionHandler::show)
				.orElseGet(() -> Problems.respond(HttpStatus.NOT_FOUND, "Not found",
						"The ledger does not know this transaction, or has forgotten it.", request)));
	}

	private static Mono<ServerResponse> show(Outcome outcome) {
		return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(json(outcome));
	}

	private static Map<String, Object> json(Outcome outcome) {
		Receipt receipt = outcome.receipt();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", receipt.transactionId());
		json.put("module", outcome.module());
		json.put("accepted", receipt.verdict().isAccepted());
		if (receipt.verdict() instanceof Verdict.Rejected(String reason, boolean revoked)) {
			json.put("reason", reason);
		}
		json.put("height", receipt.height().number());
		json.put("consensusTime", receipt.consensusTime().toString());
		if (!outcome.waived().isEmpty()) {
			json.put("waived", Waived.words(outcome.waived()));
		}
		return json;
	}

}
