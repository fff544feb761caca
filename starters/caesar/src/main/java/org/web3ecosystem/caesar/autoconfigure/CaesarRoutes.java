package org.web3ecosystem.caesar.autoconfigure;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import org.web3ecosystem.caesar.Accounts;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.WriteQueue;
import org.web3ecosystem.spi.genesis.Genesis;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.HEAD;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/**
 * Paths of the REST interface. Reading is open to whom the server lets in; writing needs
 * somebody it has identified, and is signed by this node.
 */
final class CaesarRoutes {

	private static final String ACCOUNT = "/caesar/accounts/{id}";

	private static final String HISTORY = ACCOUNT + "/transfers";

	private static final String TRANSFERS = "/caesar/transfers";

	private static final String TRANSFER = TRANSFERS + "/{id}";

	private static final String STAKE = "/caesar/stake";

	private final Supplier<@Nullable Accounts> accounts;

	private final Supplier<Optional<WriteQueue>> queue;

	private final AccountHandler reading = new AccountHandler();

	private final TransferHandler transfers;

	private final StakeHandler stake;

	/**
	 * @param accounts null where there is no economy
	 * @param queue of this process, if it has one
	 * @param random must be unpredictable: makes the ids that nobody else made
	 */
	CaesarRoutes(Genesis genesis, Supplier<@Nullable Accounts> accounts, Supplier<Optional<WriteQueue>> queue,
			RandomGenerator random) {
		this.accounts = accounts;
		this.queue = queue;
		this.transfers = new TransferHandler(random);
		this.stake = new StakeHandler(genesis, transfers);
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(reads(ACCOUNT), with(reading::find))
			.route(reads(HISTORY), with(reading::history))
			.route(reads(TRANSFER), with(transfers::find))
			.POST(TRANSFERS, with(deferrable(transfers::submit)))
			.route(reads(STAKE), with(stake::find))
			.POST(STAKE, with(deferrable(stake::submit)))
			.route(path(ACCOUNT).or(path(HISTORY)).or(path(TRANSFER)),
					request -> notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.route(path(TRANSFERS), request -> notAllowed(request, HttpMethod.POST))
			.route(path(STAKE), request -> notAllowed(request, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST))
			.build();
	}

	private static RequestPredicate reads(String path) {
		return GET(path).or(HEAD(path));
	}

	/** A read may touch the disk, which is nothing for an event loop. */
	private HandlerFunction<ServerResponse> with(BiFunction<Accounts, ServerRequest, Mono<ServerResponse>> handler) {
		return request -> Mono.defer(() -> {
			Accounts there = accounts.get();
			return there == null
					? Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND,
							"This node has no economy: its federation was founded without one, or it has no ledger."))
					: handler.apply(there, request);
		}).subscribeOn(Schedulers.boundedElastic());
	}

	/** A write that goes through the queue if its request prefers that. */
	private BiFunction<Accounts, ServerRequest, Mono<ServerResponse>> deferrable(
			BiFunction<Deferrable<Accounts>, ServerRequest, Mono<ServerResponse>> handler) {
		return (accounts, request) -> handler.apply(new Deferrable<>(accounts, queue, accounts::through), request);
	}

	private static Mono<ServerResponse> notAllowed(ServerRequest request, HttpMethod... allowed) {
		return Mono.error(new MethodNotAllowedException(request.method(), List.of(allowed)));
	}

}
