package org.web3ecosystem.hypermesh.autoconfigure;

import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

import reactor.core.publisher.Mono;

/**
 * Assets over REST. Reading is open; registering needs somebody that the server has
 * identified, and is signed by this node.
 */
final class AssetHandler {

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_LIMIT = 1_000;

	private final AssetRegistry assets;

	private final VerifiableLedger ledger;

	AssetHandler(AssetRegistry assets, VerifiableLedger ledger) {
		this.assets = assets;
		this.ledger = ledger;
	}

	Mono<ServerResponse> list(ServerRequest request) {
		long offset = number(request, "offset", 0, 0, Long.MAX_VALUE >>> 16);
		int limit = (int) number(request, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
		return Mono.fromCompletionStage(() -> assets.list(offset, limit)).flatMap(found -> {
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("assets", found.stream().map(AssetHandler::json).toList());
			body.put("offset", offset);
			body.put("limit", limit);
			body.put("height", ledger.height().number());
			return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
		});
	}

	Mono<ServerResponse> find(ServerRequest request) {
		String id = request.pathVariable("id");
		return Mono.fromCompletionStage(() -> assets.find(id))
			.flatMap(found -> found
				.map(asset -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(json(asset)))
				.orElseGet(() -> noAsset(id, request)));
	}

	/** The entry with its proof: as CBOR if asked for, else as JSON around it. */
	Mono<ServerResponse> proof(ServerRequest request) {
		String id = request.pathVariable("id");
		return Mono.fromCompletionStage(() -> ledger.readProven(AssetModule.NAME, AssetModule.key(id)))
			.flatMap(entry -> {
				if (entry.value().isEmpty()) {
					return noAsset(id, request);
				}
				if (request.headers().accept().contains(MediaType.APPLICATION_CBOR)) {
					return ServerResponse.ok().contentType(MediaType.APPLICATION_CBOR).bodyValue(entry.encode());
				}
				return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(json(id, entry));
			});
	}

	Mono<ServerResponse> register(ServerRequest request) {
		return request.principal()
			.hasElement()
			.flatMap(known -> known ? registerAs(request) : Problems.respond(HttpStatus.FORBIDDEN, "Forbidden",
					"Registering an asset needs the client certificate of this node's operator.", request));
	}

	private Mono<ServerResponse> registerAs(ServerRequest request) {
		if (!request.headers().contentType().filter(MediaType.APPLICATION_JSON::isCompatibleWith).isPresent()) {
			return Problems.respond(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type",
					"A registration is sent as application/json.", request);
		}
		return body(request).map(AssetRequest::parse)
			.flatMap(wanted -> Mono.fromCompletionStage(() -> assets.find(wanted.id()))
				.flatMap(before -> before.isPresent() ? exists(wanted.id(), request) : register(wanted, request)));
	}

	private Mono<ServerResponse> register(AssetRequest wanted, ServerRequest request) {
		return Mono.fromCompletionStage(() -> assets.register(wanted.id(), wanted.kind(), wanted.description()))
			.flatMap(receipt -> switch (receipt.verdict()) {
				case Verdict.Accepted yes -> created(wanted.id(), receipt);
				case Verdict.Rejected(String reason) -> refused(wanted.id(), reason, request);
				case Verdict.Unavailable(String reason) -> Mono.error(new UnavailableException(reason));
			});
	}

	/** Somebody else may have been faster. */
	private Mono<ServerResponse> refused(String id, String reason, ServerRequest request) {
		return Mono.fromCompletionStage(() -> assets.find(id))
			.flatMap(now -> now.isPresent() ? exists(id, request) : Mono.error(new RejectedException(reason)));
	}

	private Mono<ServerResponse> created(String id, Receipt receipt) {
		return Mono.fromCompletionStage(() -> assets.find(id)).map(Optional::orElseThrow).flatMap(asset -> {
			Map<String, Object> body = new LinkedHashMap<>(json(asset));
			body.put("transaction", receipt.transactionId());
			body.put("height", receipt.height().number());
			body.put("consensusTime", receipt.consensusTime().toString());
			return ServerResponse.created(URI.create("/hypermesh/assets/" + id))
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(body);
		});
	}

	private static Mono<byte[]> body(ServerRequest request) {
		return DataBufferUtils.join(request.exchange().getRequest().getBody(), AssetRequest.MAX_BODY)
			.map(AssetHandler::take)
			.defaultIfEmpty(new byte[0]);
	}

	private static byte[] take(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static Mono<ServerResponse> exists(String id, ServerRequest request) {
		return Problems.respond(HttpStatus.CONFLICT, "Conflict", "An asset '" + id + "' is registered already.",
				request);
	}

	private static Mono<ServerResponse> noAsset(String id, ServerRequest request) {
		return Problems.respond(HttpStatus.NOT_FOUND, "Not found", "There is no asset '" + id + "'.", request);
	}

	private static Map<String, Object> json(Asset asset) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", asset.id());
		json.put("kind", asset.kind().name());
		json.put("owner", asset.owner().hex());
		json.put("holders", asset.holders().stream().map(NodeId::hex).toList());
		json.put("description", asset.description());
		json.put("registeredAt", asset.registeredAt().number());
		return json;
	}

	private static Map<String, Object> json(String id, ProvenEntry entry) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", id);
		json.put("height", entry.root().root().height().number());
		json.put("root", entry.root().root().rootHex());
		json.put("signers", entry.root().signatures().stream().map(signature -> signature.signer().hex()).toList());
		json.put("proof", Base64.getEncoder().encodeToString(entry.encode()));
		return json;
	}

	private static long number(ServerRequest request, String name, long absent, long least, long most) {
		List<String> values = request.queryParams().getOrDefault(name, List.of());
		if (values.isEmpty()) {
			return absent;
		}
		String text = String.valueOf(values.getFirst());
		if (values.size() == 1 && text.matches("\\d{1,15}") && Long.parseLong(text) >= least
				&& Long.parseLong(text) <= most) {
			return Long.parseLong(text);
		}
		throw new BadRequestException("parameter '" + name + "' is one number from " + least + " to " + most);
	}

}
