package org.web3ecosystem.catalog.autoconfigure;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.web3ecosystem.catalog.Catalogue;
import org.web3ecosystem.catalog.Catalogue.Published;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

import reactor.core.publisher.Mono;

/** Publishing and yanking over REST, signed by this node on behalf of its operator. */
final class PublishHandler {

	private final Deferrable<Catalogue> writing;

	private final Catalogue catalogue;

	PublishHandler(Deferrable<Catalogue> catalogue) {
		this.writing = catalogue;
		this.catalogue = catalogue.direct();
	}

	/** Through the queue if the request prefers that. */
	private Catalogue writing(ServerRequest request, String concerning) {
		return writing.of(request.headers().header("Prefer"), request.method() + " " + request.path(), concerning);
	}

	Mono<ServerResponse> publish(ServerRequest request) {
		if (request.headers().contentType().filter(MediaType.APPLICATION_JSON::isCompatibleWith).isEmpty()) {
			throw new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
					"a manifest is sent as application/json");
		}
		return body(request).map(body -> PackageRequest.parse(body, catalogue.node().id(), catalogue::received))
			.flatMap(manifest -> Mono.fromCompletionStage(
					() -> writing(request, manifest.name() + " " + manifest.version()).publish(manifest)))
			.flatMap(PublishHandler::published);
	}

	private static Mono<ServerResponse> published(Published published) {
		Manifest manifest = published.entry().manifest();
		Map<String, Object> body = new LinkedHashMap<>(CatalogJson.of(published.entry()));
		body.put("foundAs", published.name());
		URI location = URI.create("/catalog/packages/" + manifest.name() + "/" + manifest.version().withoutBuild());
		ServerResponse.BodyBuilder response = published.isNew() ? ServerResponse.created(location)
				: ServerResponse.ok().location(location);
		return response.eTag('"' + published.entry().signed().digest().hex() + '"')
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body);
	}

	Mono<ServerResponse> yank(ServerRequest request, boolean yanked) {
		String name = PackageHandler.name(request);
		Version version = Version.parse(request.pathVariable("constraint"));
		return Mono.fromCompletionStage(() -> writing(request, "").yank(name, version, yanked))
			.flatMap(receipt -> ServerResponse.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(json(name, version, yanked, receipt)));
	}

	private static Map<String, Object> json(String name, Version version, boolean yanked, Receipt receipt) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("name", name);
		json.put("version", version.toString());
		json.put("yanked", yanked);
		json.put("transaction", receipt.transactionId());
		json.put("height", receipt.height().number());
		return json;
	}

	private static Mono<byte[]> body(ServerRequest request) {
		return DataBufferUtils.join(request.exchange().getRequest().getBody(), PackageRequest.MAX_BODY)
			.map(PublishHandler::take)
			.defaultIfEmpty(new byte[0])
			.onErrorMap(DataBufferLimitException.class,
					large -> new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE,
							"a manifest is sent in at most " + PackageRequest.MAX_BODY + " bytes"));
	}

	private static byte[] take(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

}
