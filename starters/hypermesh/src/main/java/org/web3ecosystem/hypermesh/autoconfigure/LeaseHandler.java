package org.web3ecosystem.hypermesh.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.asset.AssetRefusal;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import reactor.core.publisher.Mono;

/**
 * Leases and owners of assets over REST, signed by this node for its operator. What the
 * ledger refuses because somebody was faster is a conflict.
 */
final class LeaseHandler {

	private static final long LONGEST = Duration.ofDays(7).toSeconds();

	private final Deferrable<AssetRegistry> writing;

	private final AssetRegistry assets;

	private final InstantSource clock;

	LeaseHandler(Deferrable<AssetRegistry> assets, InstantSource clock) {
		this.writing = assets;
		this.assets = assets.direct();
		this.clock = clock;
	}

	/** {@code {"seconds"}}. */
	Mono<ServerResponse> lease(ServerRequest request) {
		AssetRegistry registry = Writing.with(writing, request);
		return change(request, HttpStatus.CREATED, List.of("seconds"),
				body -> asset -> switch (leasable(asset).state().at(clock.instant())) {
					case AssetState.Free(long term) -> registry.lease(asset.id(), term, until(body));
					case AssetState.Leased(NodeId lessee, long term, Instant until) ->
						throw new ConflictException("It is leased to " + lessee.hex() + " until " + until + ".",
								Optional.of(AssetRefusal.LEASED));
				});
	}

	/**
	 * What is of this kind for good, nobody leases: that need not wait for the ledger.
	 */
	private static Asset leasable(Asset asset) {
		if (!asset.kind().isLeasable()) {
			throw refused(AssetRefusal.NOT_LEASABLE, asset.kind());
		}
		return asset;
	}

	private static Asset transferable(Asset asset) {
		if (asset.kind() == AssetKind.PACKAGE) {
			throw refused(AssetRefusal.STAYS_WITH_PACKAGE);
		}
		return asset;
	}

	private static ConflictException refused(AssetRefusal why, Object... these) {
		return new ConflictException("The ledger refuses this: " + why.about(these) + ".", Optional.of(why));
	}

	/** {@code {"term", "seconds"}}. */
	Mono<ServerResponse> renew(ServerRequest request) {
		AssetRegistry registry = Writing.with(writing, request);
		return change(request, HttpStatus.OK, List.of("term", "seconds"),
				body -> asset -> registry.renew(asset.id(), body.number("term", 1, Long.MAX_VALUE), until(body)));
	}

	/** The parameter {@code term} says which lease. */
	Mono<ServerResponse> release(ServerRequest request) {
		return Problems.asOperator(request, () -> {
			long term = request.queryParam("term")
				.filter(text -> text.matches("[1-9][0-9]{0,14}"))
				.map(Long::parseLong)
				.orElseThrow(() -> new BadRequestException("parameter 'term' names the lease by its number"));
			return apply(request, HttpStatus.OK, asset -> Writing.with(writing, request).release(asset.id(), term));
		});
	}

	/** {@code {"owner"}}: another owner's id. */
	Mono<ServerResponse> transfer(ServerRequest request) {
		AssetRegistry registry = Writing.with(writing, request);
		return change(request, HttpStatus.OK, List.of("owner", "revision"), body -> asset -> registry
			.transfer(transferable(asset).id(), revision(body, asset), node(body.text("owner"))));
	}

	private static long revision(JsonBody body, Asset asset) {
		return body.has("revision") ? body.number("revision", 0, Long.MAX_VALUE) : asset.revision();
	}

	private Mono<ServerResponse> change(ServerRequest request, HttpStatus done, List<String> fields,
			Function<JsonBody, Function<Asset, CompletionStage<Receipt>>> how) {
		return Problems.asOperator(request,
				() -> JsonBody.of(request, fields).flatMap(body -> apply(request, done, how.apply(body))));
	}

	private Mono<ServerResponse> apply(ServerRequest request, HttpStatus done,
			Function<Asset, CompletionStage<Receipt>> how) {
		String id = request.pathVariable("id");
		return Mono.fromCompletionStage(() -> assets.find(id))
			.flatMap(found -> found
				.map(asset -> Mono.fromCompletionStage(() -> how.apply(asset))
					.flatMap(receipt -> answer(id, done, receipt, request)))
				.orElseGet(() -> AssetHandler.noAsset(id, request)));
	}

	private Mono<ServerResponse> answer(String id, HttpStatus done, Receipt receipt, ServerRequest request) {
		return switch (receipt.verdict()) {
			case Verdict.Accepted yes ->
				Mono.fromCompletionStage(() -> assets.find(id)).map(Optional::orElseThrow).flatMap(asset -> {
					ServerResponse.BodyBuilder response = ServerResponse.status(done);
					if (done == HttpStatus.CREATED) {
						response.location(URI.create("/hypermesh/assets/" + id));
					}
					return response.eTag(AssetJson.etag(asset))
						.contentType(MediaType.APPLICATION_JSON)
						.bodyValue(AssetJson.of(asset, clock.instant(), receipt));
				});
			case Verdict.Rejected(String reason, boolean revoked) ->
				Mono.error(new ConflictException("The ledger refuses this: " + reason + ".", AssetRefusal.of(reason)));
			case Verdict.Unavailable(String reason) -> Mono.error(new UnavailableException(reason));
		};
	}

	private Instant until(JsonBody body) {
		return clock.instant().plusSeconds(body.number("seconds", 1, LONGEST)).truncatedTo(ChronoUnit.SECONDS);
	}

	private static NodeId node(String text) {
		try {
			return new NodeId(text);
		}
		catch (IllegalArgumentException malformed) {
			throw new BadRequestException("field 'owner' is an id: 64 lower-case hexadecimal digits");
		}
	}

	/** Somebody was faster, or something is not as the caller thought. */
	static final class ConflictException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Optional<AssetRefusal> refusal;

		ConflictException(String message, Optional<AssetRefusal> refusal) {
			super(message);
			this.refusal = refusal;
		}

		Optional<AssetRefusal> refusal() {
			return refusal;
		}

	}

}
