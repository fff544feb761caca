package org.web3ecosystem.platform.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.util.RawValue;
import org.web3ecosystem.spi.NumberParameter;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.HEAD;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/**
 * The record of writes over REST, for the operator: whoever gets here was let in by the
 * table. Each page is verified while it is read.
 */
public final class AuditRoutes {

	private static final String PATH = "/audit";

	private static final String CHECKPOINT = "/audit/checkpoint";

	private static final String KEY = "/audit/key";

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_LIMIT = 1000;

	private final AuditLog log;

	private final AuditTree tree;

	public AuditRoutes(AuditLog log, AuditTree tree) {
		this.log = log;
		this.tree = tree;
	}

	/** {@code GET /audit?after=&limit=}, and what was signed for them. */
	public RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(GET(PATH).or(HEAD(PATH)), this::page)
			.route(GET(CHECKPOINT).or(HEAD(CHECKPOINT)), _ -> text(tree.checkpoint()))
			.route(GET(KEY).or(HEAD(KEY)), _ -> text(tree.key().map(key -> key + "\n")))
			.route(path(PATH).or(path(CHECKPOINT)).or(path(KEY)),
					request -> Mono.error(
							new MethodNotAllowedException(request.method(), List.of(HttpMethod.GET, HttpMethod.HEAD))))
			.build();
	}

	private static Mono<ServerResponse> text(Optional<String> content) {
		return content
			.map(text -> ServerResponse.ok()
				.contentType(MediaType.TEXT_PLAIN)
				.header("Cache-Control", "no-store")
				.bodyValue(text))
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE,
					"the records are not signed for yet; the log has the reason, if there is one"));
	}

	private Mono<ServerResponse> page(ServerRequest request) {
		long after = number(request, "after", 0, 0, Long.MAX_VALUE >>> 1);
		int limit = (int) number(request, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
		return Mono.fromCallable(() -> read(after, limit)).subscribeOn(Schedulers.boundedElastic()).flatMap(page -> {
			ServerResponse.BodyBuilder response = ServerResponse.ok().contentType(MediaType.APPLICATION_JSON);
			if (page.get("next") instanceof String next) {
				response.header("Link", "<" + next + ">; rel=\"next\"");
			}
			return response.header("Cache-Control", "no-store").bodyValue(page);
		});
	}

	private Map<String, Object> read(long after, int limit) throws IOException {
		Chain head = log.files().head();
		List<RawValue> records = new ArrayList<>();
		List<Long> broken = new ArrayList<>();
		long[] last = { after };
		log.files().read(after, (line, follows) -> {
			last[0] = Chain.at(line).number();
			records.add(new RawValue(new String(line, StandardCharsets.UTF_8)));
			if (!follows) {
				broken.add(last[0]);
			}
			return records.size() < limit;
		});
		Map<String, Object> page = new LinkedHashMap<>();
		page.put("records", records);
		page.put("broken", broken);
		page.put("head", Map.of("number", head.number(), "hash", head.hash()));
		if (records.size() == limit && last[0] < head.number()) {
			page.put("next", PATH + "?after=" + last[0] + "&limit=" + limit);
		}
		return page;
	}

	private static long number(ServerRequest request, String name, long absent, long least, long most) {
		return new NumberParameter(name, absent, least, most).in(request.queryParams().getOrDefault(name, List.of()));
	}

}
