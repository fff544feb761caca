package org.web3ecosystem.hypermesh.autoconfigure;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.HEAD;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/** Paths of the REST interface. Whatever goes wrong ends as a problem document. */
final class HyperMeshRoutes {

	private static final String ASSETS = "/hypermesh/assets";

	private static final String ASSET = ASSETS + "/{id}";

	private static final String PROOF = ASSET + "/proof";

	private static final String LEASE = ASSET + "/lease";

	private static final String OWNER = ASSET + "/owner";

	private static final String TRANSACTIONS = "/hypermesh/transactions";

	private static final String TIME = TRANSACTIONS + "/time";

	private static final String TRANSACTION = TRANSACTIONS + "/{id}";

	private static final String LEDGER = "/hypermesh/ledger/{module}";

	private static final String NAME = "/hypermesh/names/{name}";

	private static final String NAME_PROOF = NAME + "/proof";

	private static final String VALIDATORS = "/hypermesh/validators";

	private static final String APPLICATIONS = VALIDATORS + "/applications";

	private static final String PROPOSALS = VALIDATORS + "/proposals";

	private static final String APPROVAL = PROPOSALS + "/{proposal}/approval";

	private static final String CONDUCT = "/hypermesh/conduct";

	private static final String EVIDENCE = CONDUCT + "/evidence/{id}";

	private static final String REHABILITATION = CONDUCT + "/nodes/{node}/rehabilitation";

	private static final String QUEUE = QueueHandler.PATH;

	private static final String QUEUED = QUEUE + "/{id}";

	private static final String EXPORT = "/hypermesh/export";

	private static final String BLOCKS = "/hypermesh/blocks";

	private final AssetHandler assets;

	private final LeaseHandler leases;

	private final TransactionHandler transactions;

	private final EntryHandler entries;

	private final ExportHandler export;

	private final NameHandler names;

	private final ValidatorHandler validators;

	private final ConductHandler conduct;

	private final TimeRoute time;

	private final BlockHandler blocks;

	private final QueueHandler queue;

	HyperMeshRoutes(AssetHandler assets, LeaseHandler leases, TransactionHandler transactions, EntryHandler entries,
			ExportHandler export, NameHandler names, ValidatorHandler validators, ConductHandler conduct,
			TimeRoute time, BlockHandler blocks, QueueHandler queue) {
		this.blocks = blocks;
		this.queue = queue;
		this.time = time;
		this.conduct = conduct;
		this.validators = validators;
		this.export = export;
		this.names = names;
		this.assets = assets;
		this.leases = leases;
		this.transactions = transactions;
		this.entries = entries;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(reading(ASSETS), assets::list)
			.POST(ASSETS, assets::register)
			.route(reading(ASSET), assets::find)
			.route(reading(PROOF), assets::proof)
			.POST(LEASE, leases::lease)
			.PUT(LEASE, leases::renew)
			.DELETE(LEASE, leases::release)
			.PUT(OWNER, leases::transfer)
			.POST(TRANSACTIONS, transactions::handIn)
			.POST(TIME, time::ask)
			.route(path(TIME), request -> notAllowed(request, "POST"))
			.route(reading(TRANSACTION), transactions::find)
			.route(reading(EXPORT), export::export)
			.route(reading(LEDGER), entries::read)
			.route(reading(BLOCKS), blocks::read)
			.route(reading(NAME), names::find)
			.PUT(NAME, names::register)
			.DELETE(NAME, names::withdraw)
			.route(reading(NAME_PROOF), names::proof)
			.route(reading(VALIDATORS), validators::list)
			.POST(APPLICATIONS, validators::apply)
			.POST(PROPOSALS, validators::propose)
			.PUT(APPROVAL, validators::approve)
			.route(reading(CONDUCT), conduct::list)
			.route(reading(EVIDENCE), conduct::evidence)
			.PUT(REHABILITATION, conduct::rehabilitate)
			.route(reading(QUEUE), queue::list)
			.route(reading(QUEUED), queue::find)
			.DELETE(QUEUED, queue::withdraw)
			.route(path(QUEUED), request -> notAllowed(request, "GET, HEAD, DELETE"))
			.route(path(REHABILITATION), request -> notAllowed(request, "PUT"))
			.route(path(APPLICATIONS).or(path(PROPOSALS)), request -> notAllowed(request, "POST"))
			.route(path(APPROVAL), request -> notAllowed(request, "PUT"))
			.route(path(NAME), request -> notAllowed(request, "GET, HEAD, PUT, DELETE"))
			.route(path(ASSETS), request -> notAllowed(request, "GET, HEAD, POST"))
			.route(path(LEASE), request -> notAllowed(request, "POST, PUT, DELETE"))
			.route(path(OWNER), request -> notAllowed(request, "PUT"))
			.route(path(TRANSACTIONS), request -> notAllowed(request, "POST"))
			.route(path(ASSET).or(path(PROOF))
				.or(path(TRANSACTION))
				.or(path(LEDGER))
				.or(path(BLOCKS))
				.or(path(VALIDATORS))
				.or(path(CONDUCT))
				.or(path(EVIDENCE))
				.or(path(EXPORT))
				.or(path(QUEUE))
				.or(path(NAME_PROOF)), request -> notAllowed(request, "GET, HEAD"))
			.route(path("/hypermesh/**"), HyperMeshRoutes::notFound)
			.filter(HyperMeshRoutes::answer)
			.build();
	}

	/** GET, and HEAD, which is the same without its body. */
	private static RequestPredicate reading(String path) {
		return GET(path).or(HEAD(path));
	}

	/** A read may touch the disk, which is nothing for an event loop. */
	private static Mono<ServerResponse> answer(ServerRequest request, HandlerFunction<ServerResponse> next) {
		return Mono.defer(() -> next.handle(WellFormed.require(request)))
			.subscribeOn(Schedulers.boundedElastic())
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	private static Mono<ServerResponse> notAllowed(ServerRequest request, String allowed) {
		return Problems.respond(HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed",
				request.method() + " is not possible here; " + allowed + " is.", request,
				response -> response.header("Allow", allowed));
	}

	private static Mono<ServerResponse> notFound(ServerRequest request) {
		return Problems.respond(HttpStatus.NOT_FOUND, "Not found", "There is nothing at this path.", request);
	}

}
