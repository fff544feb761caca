package org.web3ecosystem.caesar.autoconfigure;

import java.net.URI;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.web3ecosystem.caesar.Accounts;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction;
import org.web3ecosystem.caesar.ledger.Instructions;
import org.web3ecosystem.caesar.ledger.TransferId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Transfers over REST. A write waits until it was ordered and executed; sent again with
 * the same id it is the same transfer.
 */
final class TransferHandler {

	private static final String KEY = "Idempotency-Key";

	private static final int ID_BYTES = 16;

	private final RandomGenerator random;

	TransferHandler(RandomGenerator random) {
		this.random = random;
	}

	Mono<ServerResponse> find(Accounts accounts, ServerRequest request) {
		TransferId id = Asked.transfer(request.pathVariable("id"));
		return shown(accounts, id)
			.switchIfEmpty(Mono
				.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no transfer " + id + ".")))
			.flatMap(transfer -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(transfer));
	}

	Mono<ServerResponse> submit(Deferrable<Accounts> writing, ServerRequest request) {
		return Asked.body(request)
			.map(body -> TransferRequest.parse(body, AccountId.of(writing.direct().self()), ids(request)))
			.flatMap(instructions -> submit(writing, instructions, request));
	}

	/** Through the queue if the request prefers that. */
	Mono<ServerResponse> submit(Deferrable<Accounts> writing, Instructions instructions, ServerRequest request) {
		return submit(writing.of(request.headers().header("Prefer"), request.method() + " " + request.path(),
				InWords.of(instructions)), instructions);
	}

	/** Carries them out and answers with the transfers that are in the books now. */
	private Mono<ServerResponse> submit(Accounts accounts, Instructions instructions) {
		List<TransferId> ids = instructions.all().stream().map(Instruction::id).toList();
		return Mono.fromCompletionStage(() -> accounts.submit(instructions))
			.onErrorMap(RejectedException.class, Refused::of)
			.flatMap(receipt -> Flux.fromIterable(ids)
				.concatMap(id -> shown(accounts, id))
				.collectList()
				.flatMap(transfers -> created(ids, transfers, receipt)));
	}

	private static Mono<ServerResponse> created(List<TransferId> ids, List<Map<String, Object>> transfers,
			Receipt receipt) {
		Map<String, Object> body = new LinkedHashMap<>();
		if (transfers.size() == 1) {
			body.putAll(transfers.getFirst());
		}
		else {
			body.put("linked", transfers);
		}
		body.putAll(Shown.receipt(receipt));
		return ServerResponse.created(URI.create("/caesar/transfers/" + ids.getFirst()))
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body);
	}

	private static Mono<Map<String, Object>> shown(Accounts accounts, TransferId id) {
		return Mono.fromCompletionStage(() -> accounts.transfer(id))
			.flatMap(Mono::justOrEmpty)
			.flatMap(transfer -> Mono.fromCompletionStage(() -> accounts.settledBy(id))
				.map(settledBy -> Shown.transfer(transfer, settledBy)));
	}

	/**
	 * Where an id comes from that the body does not say: from the idempotency key, which
	 * is good for one transfer, else from chance.
	 */
	Supplier<TransferId> ids(ServerRequest request) {
		List<String> keys = request.headers().header(KEY);
		if (keys.isEmpty()) {
			return this::random;
		}
		if (keys.size() > 1) {
			throw Asked.bad("one " + KEY + " is enough");
		}
		return new OneId(Asked.transfer(keys.getFirst().replace("\"", "")));
	}

	private TransferId random() {
		byte[] bytes = new byte[ID_BYTES];
		random.nextBytes(bytes);
		TransferId id = new TransferId(HexFormat.of().formatHex(bytes));
		return id.isReserved() ? random() : id;
	}

}
