package org.web3ecosystem.hypermesh.autoconfigure;

import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.asset.AssetRefusal;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.spi.NumberParameter;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

import reactor.core.publisher.Mono;

/**
 * Assets over REST. Reading is open; registering needs somebody that the server has
 * identified, and is signed by this node.
 */
final class AssetHandler {

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_LIMIT = 1_000;

	private final Deferrable<AssetRegistry> writing;

	private final AssetRegistry assets;

	private final VerifiableLedger ledger;

	private final InstantSource clock;

	AssetHandler(Deferrable<AssetRegistry> assets, VerifiableLedger ledger, InstantSource clock) {
		this.writing = assets;
		this.assets = assets.direct();
		this.ledger = ledger;
		this.clock = clock;
	}

	Mono<ServerResponse> list(ServerRequest request) {
		long after = number(request, "after", 0, 0, Long.MAX_VALUE >>> 16);
		int limit = (int) number(request, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
		return Mono.fromCompletionStage(() -> assets.list(after, limit))
			.flatMap(found -> hasMore(after, limit, found).flatMap(more -> page(found, more, after, limit)));
	}

	/** Assets are never taken off the list: where one is, it stays. */
	private Mono<Boolean> hasMore(long after, int limit, List<Asset> found) {
		return found.size() < limit ? Mono.just(false)
				: Mono.fromCompletionStage(() -> assets.list(after + limit, 1)).map(next -> !next.isEmpty());
	}

	private Mono<ServerResponse> page(List<Asset> found, boolean more, long after, int limit) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("assets", found.stream().map(asset -> AssetJson.of(asset, clock.instant())).toList());
		body.put("height", ledger.height().number());
		ServerResponse.BodyBuilder response = ServerResponse.ok().contentType(MediaType.APPLICATION_JSON);
		if (more) {
			String next = "/hypermesh/assets?after=" + (after + limit) + "&limit=" + limit;
			body.put("next", next);
			response.header("Link", "<" + next + ">; rel=\"next\"");
		}
		return response.bodyValue(body);
	}

	Mono<ServerResponse> find(ServerRequest request) {
		String id = request.pathVariable("id");
		return Mono.fromCompletionStage(() -> assets.find(id))
			.flatMap(found -> found.map(asset -> show(asset, request)).orElseGet(() -> noAsset(id, request)));
	}

	private Mono<ServerResponse> show(Asset asset, ServerRequest request) {
		return request.checkNotModified(AssetJson.etag(asset))
			.switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
				.eTag(AssetJson.etag(asset))
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(AssetJson.of(asset, clock.instant()))));
	}

	/** The entry with its proof: as CBOR if asked for, else as JSON around it. */
	Mono<ServerResponse> proof(ServerRequest request) {
		String id = request.pathVariable("id");
		return Mono.fromCompletionStage(() -> ledger.readProven(AssetModule.NAME, AssetModule.key(id)))
			.flatMap(entry -> entry.value().isPresent() ? EntryHandler.show(entry, request) : noAsset(id, request));
	}

	Mono<ServerResponse> register(ServerRequest request) {
		return Problems.asOperator(request, () -> AssetRequest.of(request)
			.flatMap(wanted -> before(wanted.id(), Writing.with(writing, request) == assets)
				.flatMap(before -> before.isPresent() ? exists(wanted.id(), request) : register(wanted, request))));
	}

	/** What waits in the queue does not have to know it: the ledger looks then. */
	private Mono<Optional<Asset>> before(String id, boolean mustKnow) {
		Mono<Optional<Asset>> found = Mono.fromCompletionStage(() -> assets.find(id));
		return mustKnow ? found : found.onErrorReturn(UnavailableException.class, Optional.empty());
	}

	private Mono<ServerResponse> register(AssetRequest wanted, ServerRequest request) {
		AssetRegistry registry = Writing.with(writing, request, wanted.id());
		return Mono.fromCompletionStage(() -> registry.register(wanted.id(), wanted.kind(), wanted.description()))
			.flatMap(receipt -> switch (receipt.verdict()) {
				case Verdict.Accepted yes -> created(wanted.id(), receipt);
				case Verdict.Rejected(String reason, boolean revoked) -> refused(wanted.id(), reason, request);
				case Verdict.Unavailable(String reason) -> Mono.error(new UnavailableException(reason));
			});
	}

	/** Somebody else may have been faster. */
	private Mono<ServerResponse> refused(String id, String reason, ServerRequest request) {
		return Mono.fromCompletionStage(() -> assets.find(id))
			.flatMap(now -> now.isPresent() ? exists(id, request) : Mono.error(new RejectedException(reason)));
	}

	private Mono<ServerResponse> created(String id, Receipt receipt) {
		return Mono.fromCompletionStage(() -> assets.find(id))
			.map(Optional::orElseThrow)
			.flatMap(asset -> ServerResponse.created(URI.create("/hypermesh/assets/" + id))
				.eTag(AssetJson.etag(asset))
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(AssetJson.of(asset, clock.instant(), receipt)));
	}

	private static Mono<ServerResponse> exists(String id, ServerRequest request) {
		return Problems.respond(HttpStatus.CONFLICT, "Conflict", "An asset '" + id + "' is registered already.",
				Optional.of(AssetRefusal.EXISTS.kind()), request);
	}

	static Mono<ServerResponse> noAsset(String id, ServerRequest request) {
		return Problems.respond(HttpStatus.NOT_FOUND, "Not found", "There is no asset '" + id + "'.", request);
	}

	private static long number(ServerRequest request, String name, long absent, long least, long most) {
		try {
			return new NumberParameter(name, absent, least, most)
				.in(request.queryParams().getOrDefault(name, List.of()));
		}
		catch (IllegalArgumentException malformed) {
			throw new BadRequestException(String.valueOf(malformed.getMessage()));
		}
	}

}
