package org.web3ecosystem.catalog.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.web3ecosystem.catalog.Catalogue;
import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.ledger.VersionEntry;
import org.web3ecosystem.catalog.placement.Incoming;
import org.web3ecosystem.catalog.placement.StoredBlob;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Blobs over REST: counted on their way in, verified before they go out. */
final class BlobRoutes {

	private static final Duration FOREVER = Duration.ofDays(365);

	private final Catalogue catalogue;

	BlobRoutes(Catalogue catalogue) {
		this.catalogue = catalogue;
	}

	/** Takes a blob, whatever it is for. */
	Mono<ServerResponse> put(ServerRequest request) {
		Digest digest = new Digest(request.pathVariable("digest"));
		OptionalLong declared = request.headers().contentLength();
		if (declared.isPresent() && declared.getAsLong() > Content.MAX_SIZE) {
			throw tooLarge();
		}
		Flux<DataBuffer> body = request.exchange().getRequest().getBody();
		return Mono
			.usingWhen(Mono.fromCallable(() -> catalogue.receive(declared.orElse(Content.MAX_SIZE))),
					incoming -> body.publishOn(Schedulers.boundedElastic(), 4)
						.map(BlobRoutes::take)
						.doOnNext(bytes -> write(incoming, bytes))
						.then(Mono.fromCallable(() -> incoming.finish(digest))),
					incoming -> Mono.fromRunnable(incoming::close))
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
			.flatMap(BlobRoutes::taken);
	}

	/** Taken out before anything is dropped: what is dropped is released once more. */
	private static byte[] take(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static void write(Incoming incoming, byte[] bytes) {
		if (incoming.size() + bytes.length > Content.MAX_SIZE) {
			throw tooLarge();
		}
		incoming.write(bytes, 0, bytes.length);
	}

	private static Mono<ServerResponse> taken(Content content) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("digest", content.digest().hex());
		body.put("root", content.root().hex());
		body.put("size", content.size());
		return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
	}

	private static ResponseStatusException tooLarge() {
		return new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE,
				"a blob has at most " + Content.MAX_SIZE + " bytes");
	}

	/** Gives a blob of a version. */
	Mono<ServerResponse> get(ServerRequest request) {
		Digest digest = new Digest(request.pathVariable("digest"));
		String etag = '"' + digest.hex() + '"';
		return PackageHandler.entry(catalogue, request)
			.map(entry -> blob(entry, digest))
			.flatMap(blob -> request.checkNotModified(etag)
				.switchIfEmpty(Mono.defer(() -> Mono.fromCompletionStage(catalogue.fetch(blob.content()))
					.flatMap(stored -> give(blob, stored, etag)))));
	}

	private static Blob blob(VersionEntry entry, Digest digest) {
		return entry.manifest()
			.blobs()
			.stream()
			.filter(blob -> blob.content().digest().equals(digest))
			.findFirst()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND,
					"this version has no blob with the digest " + digest));
	}

	/** Never as what a browser would run. */
	private static Mono<ServerResponse> give(Blob blob, StoredBlob stored, String etag) {
		return ServerResponse.ok()
			.eTag(etag)
			.cacheControl(CacheControl.maxAge(FOREVER).cachePublic().immutable())
			.contentLength(blob.content().size())
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.header("Content-Disposition", "attachment")
			.header("X-Content-Type-Options", "nosniff")
			.body(BodyInserters.fromDataBuffers(pieces(stored)));
	}

	private static Flux<DataBuffer> pieces(StoredBlob blob) {
		DataBufferFactory buffers = DefaultDataBufferFactory.sharedInstance;
		return Flux.using(() -> blob, open -> Flux.<DataBuffer, Long>generate(() -> 0L, (offset, sink) -> {
			if (offset >= open.content().size()) {
				sink.complete();
				return offset;
			}
			byte[] piece = open.read(offset);
			sink.next(buffers.wrap(piece));
			return offset + piece.length;
		}), StoredBlob::close).subscribeOn(Schedulers.boundedElastic());
	}

}
