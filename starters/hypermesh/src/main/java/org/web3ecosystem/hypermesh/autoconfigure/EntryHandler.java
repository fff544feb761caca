package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.state.ProvenEntry;

import reactor.core.publisher.Mono;

/** Any entry of the ledger, or its absence, with a proof that can be checked offline. */
final class EntryHandler {

	private static final int MAX_MODULE = 64;

	private static final int MAX_KEY = 512;

	private final VerifiableLedger ledger;

	EntryHandler(VerifiableLedger ledger) {
		this.ledger = ledger;
	}

	Mono<ServerResponse> read(ServerRequest request) {
		String module = request.pathVariable("module");
		List<String> keys = request.queryParams().getOrDefault("key", List.of());
		if (module.length() > MAX_MODULE) {
			throw new BadRequestException("a module's name has at most " + MAX_MODULE + " characters");
		}
		if (keys.size() != 1 || keys.getFirst() == null || keys.getFirst().length() > MAX_KEY) {
			throw new BadRequestException("parameter 'key' is given once and has at most " + MAX_KEY + " characters");
		}
		return Mono.fromCompletionStage(() -> ledger.readProven(module, keys.getFirst()))
			.flatMap(entry -> show(entry, request));
	}

	/** As CBOR if asked for, else as JSON around it. */
	static Mono<ServerResponse> show(ProvenEntry entry, ServerRequest request) {
		if (request.headers().accept().contains(MediaType.APPLICATION_CBOR)) {
			return ServerResponse.ok().contentType(MediaType.APPLICATION_CBOR).bodyValue(entry.encode());
		}
		return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(json(entry));
	}

	private static Map<String, Object> json(ProvenEntry entry) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("module", entry.module());
		json.put("key", entry.key());
		json.put("present", entry.value().isPresent());
		entry.value().ifPresent(value -> json.put("value", Base64.getEncoder().encodeToString(value)));
		json.put("height", entry.root().root().height().number());
		json.put("root", entry.root().root().rootHex());
		json.put("signers", entry.root().signatures().stream().map(signature -> signature.signer().hex()).toList());
		json.put("proof", Base64.getEncoder().encodeToString(entry.encode()));
		return json;
	}

}
