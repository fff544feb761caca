package org.web3ecosystem.trustchain.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.ct.PublishedTiles;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/** A log's public files (c2sp.org/static-ct-api, Monitoring APIs). */
final class TileRoutes {

	private static final String CHECKPOINT = "/ct/checkpoint";

	private static final String TILE = "/ct/tile/{*path}";

	private static final String TILE_BELOW = "/ct/tile/{path}";

	private static final String ISSUER = "/ct/issuer/{fingerprint}";

	private static final MediaType CERTIFICATE = MediaType.parseMediaType("application/pkix-cert");

	private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=utf-8");

	/** What is there once stays as it is. */
	private static final CacheControl LONG = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

	private static final CacheControl SHORT = CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();

	private final PublishedTiles tiles;

	private final UnaryOperator<String> cosigned;

	private final TrustChainThreads threads;

	/**
	 * @param cosigned a note of the log with what others have cosigned of it
	 */
	TileRoutes(PublishedTiles tiles, UnaryOperator<String> cosigned, TrustChainThreads threads) {
		this.tiles = tiles;
		this.cosigned = cosigned;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(LogRoutes.reading(CHECKPOINT), request -> show(request, TEXT, SHORT, this::checkpoint))
			.route(LogRoutes.reading(TILE), this::tile)
			.route(LogRoutes.reading(ISSUER),
					request -> show(request, CERTIFICATE, LONG,
							() -> tiles.issuer(request.pathVariable("fingerprint"))))
			.route(path(CHECKPOINT).or(path(TILE)).or(path(TILE_BELOW)).or(path(ISSUER)),
					request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.build();
	}

	private Optional<byte[]> checkpoint() throws IOException {
		return tiles.checkpoint()
			.map(note -> cosigned.apply(new String(note, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
	}

	private Mono<ServerResponse> tile(ServerRequest request) {
		String path = "tile" + request.pathVariable("path");
		return show(request, MediaType.APPLICATION_OCTET_STREAM, LONG, () -> tiles.tile(path));
	}

	private Mono<ServerResponse> show(ServerRequest request, MediaType type, CacheControl caching,
			Callable<Optional<byte[]>> reading) {
		boolean packs = request.path().startsWith("/ct/tile/data/")
				&& request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream().anyMatch(TileRoutes::takesGzip);
		return Mono
			.fromCompletionStage(() -> Async.call(threads.executor(),
					() -> packs ? reading.call().map(TileRoutes::packed) : reading.call()))
			.flatMap(found -> found.map(content -> {
				ServerResponse.BodyBuilder response = ServerResponse.ok().contentType(type).cacheControl(caching);
				if (packs) {
					response.header(HttpHeaders.CONTENT_ENCODING, "gzip");
				}
				return response.header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING).bodyValue(content);
			}).orElseGet(() -> Problems.respond(HttpStatus.NOT_FOUND, "this log has published no such file", request)))
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	/** RFC 9110, section 12.5.3, as far as it is used. */
	private static boolean takesGzip(String header) {
		for (String each : header.split(",")) {
			String[] coding = each.strip().split(";", 2);
			if (coding[0].strip().equalsIgnoreCase("gzip")) {
				return coding.length == 1 || !coding[1].strip().matches("q=0(\\.0*)?");
			}
		}
		return false;
	}

	private static byte[] packed(byte[] content) {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (OutputStream out = new GZIPOutputStream(packed)) {
			out.write(content);
		}
		catch (IOException impossible) {
			throw new IllegalStateException("packing in memory", impossible);
		}
		return packed.toByteArray();
	}

}
