package org.web3ecosystem.catalog.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.web3ecosystem.catalog.Catalogue;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.ledger.CatalogueEntries;
import org.web3ecosystem.catalog.ledger.PackageEntry;
import org.web3ecosystem.catalog.ledger.VersionEntry;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.spi.NumberParameter;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looking at packages over REST, open to whoever reaches the path. */
final class PackageHandler {

	private static final int DEFAULT_LIMIT = 100;

	private final Catalogue catalogue;

	PackageHandler(Catalogue catalogue) {
		this.catalogue = catalogue;
	}

	Mono<ServerResponse> list(ServerRequest request) {
		long after = number(request, "after", 0, 0, Long.MAX_VALUE >>> 16);
		int limit = (int) number(request, "limit", DEFAULT_LIMIT, 1, CatalogueEntries.MAX_LIMIT);
		List<String> keywords = request.queryParams().getOrDefault("keyword", List.of());
		if (keywords.size() > 1 || !keywords.stream().allMatch(Manifest::isKeyword)) {
			throw new IllegalArgumentException("parameter 'keyword' is one lower-case word");
		}
		Optional<String> keyword = keywords.stream().findFirst();
		return list(keyword, after, limit)
			.flatMap(
					found -> hasMore(keyword, after, limit, found).flatMap(
							more -> page(found,
									more ? Optional.of("/catalog/packages?"
											+ keyword.map(word -> "keyword=" + word + "&").orElse("") + "after="
											+ (after + limit) + "&limit=" + limit) : Optional.empty())));
	}

	private Mono<List<PackageEntry>> list(Optional<String> keyword, long after, int limit) {
		return Mono.fromCompletionStage(() -> keyword.map(word -> catalogue.search(word, after, limit))
			.orElseGet(() -> catalogue.list(after, limit)));
	}

	/** Packages are never taken off a list: where one is, it stays. */
	private Mono<Boolean> hasMore(Optional<String> keyword, long after, int limit, List<PackageEntry> found) {
		return found.size() < limit ? Mono.just(false) : list(keyword, after + limit, 1).map(next -> !next.isEmpty());
	}

	private static Mono<ServerResponse> page(List<PackageEntry> found, Optional<String> next) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("packages", found.stream().map(CatalogJson::of).toList());
		ServerResponse.BodyBuilder response = ServerResponse.ok().contentType(MediaType.APPLICATION_JSON);
		next.ifPresent(path -> {
			body.put("next", path);
			response.header("Link", "<" + path + ">; rel=\"next\"");
		});
		return response.bodyValue(body);
	}

	Mono<ServerResponse> find(ServerRequest request) {
		String name = name(request);
		return Mono.fromCompletionStage(() -> catalogue.find(name))
			.flatMap(found -> json(CatalogJson.of(found.orElseThrow(() -> noPackage(name)))));
	}

	Mono<ServerResponse> version(ServerRequest request) {
		return entry(request)
			.flatMap(entry -> request.checkNotModified(etag(entry)).switchIfEmpty(Mono.defer(() -> version(entry))));
	}

	/** A manifest never changes, who holds its blobs does: the tag is the manifest's. */
	private Mono<ServerResponse> version(VersionEntry entry) {
		return Mono.fromCompletionStage(() -> catalogue.find(entry.manifest().name()))
			.flatMap(found -> Flux.fromIterable(entry.manifest().blobs())
				.concatMap(blob -> Mono.fromCompletionStage(() -> catalogue.blob(blob.content()))
					.map(known -> CatalogJson.of(blob, known)))
				.collectList()
				.flatMap(blobs -> {
					Map<String, Object> body = new LinkedHashMap<>(CatalogJson.of(entry));
					body.put("yanked",
							found.flatMap(known -> known.release(entry.manifest().version()))
								.filter(release -> release.yanked())
								.isPresent());
					body.put("blobs", blobs);
					return ServerResponse.ok()
						.eTag(etag(entry))
						.contentType(MediaType.APPLICATION_JSON)
						.bodyValue(body);
				}));
	}

	Mono<ServerResponse> lock(ServerRequest request) {
		String name = name(request);
		Constraint constraint = constraint(request);
		return Mono.fromCompletionStage(() -> catalogue.find(name))
			.map(found -> found.orElseThrow(() -> noPackage(name)))
			.map(PackageEntry::name)
			.flatMap(known -> Mono.fromCompletionStage(() -> catalogue.resolve(known, constraint)))
			.flatMap(lock -> json(Map.of("packages", CatalogJson.of(lock))));
	}

	/** The newest version that the path allows. */
	private Mono<VersionEntry> entry(ServerRequest request) {
		return entry(catalogue, request);
	}

	static Mono<VersionEntry> entry(Catalogue catalogue, ServerRequest request) {
		String name = name(request);
		Constraint constraint = constraint(request);
		return Mono.fromCompletionStage(() -> catalogue.find(name, constraint))
			.map(found -> found.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND,
					"there is no version of '" + name + "' that '" + constraint + "' allows")));
	}

	static String name(ServerRequest request) {
		String name = request.pathVariable("name");
		if (!Manifest.isName(name)) {
			throw new IllegalArgumentException("a package name is a DNS label");
		}
		return name;
	}

	private static Constraint constraint(ServerRequest request) {
		return Constraint.parse(request.pathVariable("constraint"));
	}

	private static String etag(VersionEntry entry) {
		return '"' + entry.signed().digest().hex() + '"';
	}

	private static ResponseStatusException noPackage(String name) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no package '" + name + "'");
	}

	private static Mono<ServerResponse> json(Object body) {
		return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
	}

	private static long number(ServerRequest request, String name, long absent, long least, long most) {
		return new NumberParameter(name, absent, least, most).in(request.queryParams().getOrDefault(name, List.of()));
	}

}
