package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.feed.FeedLimits;
import org.web3ecosystem.hypermesh.feed.Step;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NumberParameter;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The blocks of this node over REST: a page of them, or as server-sent events (WHATWG
 * HTML, section 9.2) all from a height on and those that come, each with its height as
 * id.
 */
final class BlockHandler {

	private static final String FULL = "as many as may follow the blocks do";

	/** Beyond all heights, and as long as a number may be. */
	private static final long LARGEST = 999_999_999_999_999_999L;

	private static final String LAST_EVENT_ID = "Last-Event-ID";

	private final BlockFeed feed;

	private final Supplier<Height> newest;

	private final Executor executor;

	/**
	 * @param newest height of the ledger
	 * @param executor of threads that may block as long as a reader stays
	 */
	BlockHandler(BlockFeed feed, Supplier<Height> newest, Executor executor) {
		this.feed = feed;
		this.newest = newest;
		this.executor = executor;
	}

	Mono<ServerResponse> read(ServerRequest request) {
		boolean events = request.headers()
			.accept()
			.stream()
			.anyMatch(MediaType.TEXT_EVENT_STREAM::equalsTypeAndSubtype);
		Height from = resumed(request)
			.orElseGet(() -> new Height(number(request, "from", Math.max(1, newest.get().number()), 0, LARGEST)));
		int limit = (int) number(request, "limit", 100, 1, FeedLimits.PAGE);
		if (!(feed.at(from, 1) instanceof Step.Gap(Height missing, Height next))) {
			return events ? events(request, from) : page(from, limit);
		}
		return Problems.respond(HttpStatus.GONE, "Blocks gone",
				"The block of height " + missing.number() + " is not kept here; that of " + next.number()
						+ " is the first from there on that is.",
				"ledger:blocks-gone", Map.of("first", next.number()), request);
	}

	private Mono<ServerResponse> page(Height from, int limit) {
		List<CommittedBlock> blocks = feed.at(from, limit) instanceof Step.Blocks(var found) ? found : List.of();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("blocks", blocks.stream().map(BlockJson::of).toList());
		feed.report().first().ifPresent(first -> json.put("first", first.number()));
		feed.report().last().ifPresent(last -> json.put("last", last.number()));
		ServerResponse.BodyBuilder ok = ServerResponse.ok().contentType(MediaType.APPLICATION_JSON);
		if (!blocks.isEmpty() && !(feed.at(blocks.getLast().height().next(), 1) instanceof Step.Coming)) {
			String next = "/hypermesh/blocks?from=" + blocks.getLast().height().next().number() + "&limit=" + limit;
			json.put("next", next);
			ok.header("Link", "<" + next + ">; rel=\"next\"");
		}
		return ok.bodyValue(json);
	}

	private Mono<ServerResponse> events(ServerRequest request, Height from) {
		if (request.method() == HttpMethod.HEAD) {
			return ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).build();
		}
		if (!feed.hasRoom()) {
			throw new UnavailableException(FULL);
		}
		return ServerResponse.ok()
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.header("Cache-Control", "no-store")
			.body((response, context) -> response
				.writeAndFlushWith(stream(from).map(event -> event.map(response.bufferFactory()::wrap))));
	}

	/** Events, each as small pieces. */
	Flux<Flux<byte[]>> stream(Height from) {
		return Flux.create(reader -> {
			AutoCloseable place = feed.follow().orElseThrow(() -> new UnavailableException(FULL));
			BlockStream stream = new BlockStream(feed, from, reader);
			try {
				executor.execute(() -> run(stream, place));
			}
			catch (RejectedExecutionException stopping) {
				leave(place);
				throw stopping;
			}
		});
	}

	/** A reader has its place for as long as it has a thread. */
	private static void run(BlockStream stream, AutoCloseable place) {
		try {
			stream.run();
		}
		finally {
			leave(place);
		}
	}

	private static void leave(AutoCloseable place) {
		try {
			place.close();
		}
		catch (Exception impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	/** Behind what the reader saw last, as it says itself when it comes back. */
	private static Optional<Height> resumed(ServerRequest request) {
		String id = request.headers().firstHeader(LAST_EVENT_ID);
		if (id == null || id.isEmpty()) {
			return Optional.empty();
		}
		if (!id.matches("[0-9]{1,18}")) {
			throw new BadRequestException(LAST_EVENT_ID + " is the height of a block");
		}
		return Optional.of(new Height(Long.parseLong(id)).next());
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
