package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.BoundNames;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.hypermesh.name.NameRefusal;
import org.web3ecosystem.hypermesh.name.RecordText;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;

import reactor.core.publisher.Mono;

/** Names on the ledger over REST; records are written as in zone files. */
final class NameHandler {

	private static final long DAY = Duration.ofDays(1).toSeconds();

	private static final int DEFAULT_TTL = 60;

	private static final long SHORTEST_LEASE = ServiceRegistration.SHORTEST_LEASE.toSeconds();

	private static final long LONGEST_LEASE = ServiceRegistration.LONGEST_LEASE.toSeconds();

	private static final List<String> FIELDS = List.of("ttl", "lease", "records", "component");

	private final Deferrable<LedgerNames> writing;

	private final LedgerNames names;

	private final LedgerNames stale;

	private final BoundNames bound;

	/**
	 * @param bound names that hold for as long as a component is well
	 */
	NameHandler(Deferrable<LedgerNames> names, BoundNames bound) {
		this.writing = names;
		this.names = names.direct();
		this.stale = this.names.evenIfStale();
		this.bound = bound;
	}

	/** What all nodes together contribute, and until when each. */
	Mono<ServerResponse> find(ServerRequest request) {
		Name name = name(request);
		if (isOutside(name)) {
			return outside(name, HttpStatus.NOT_FOUND, "Not found", request);
		}
		return Mono.fromCompletionStage(() -> stale.resolve(name)).flatMap(resolution -> switch (resolution) {
			case Resolution.Found found -> Mono.fromCompletionStage(() -> stale.leases(name))
				.flatMap(leases -> ServerResponse.ok()
					.contentType(MediaType.APPLICATION_JSON)
					.bodyValue(json(name, found, leases)));
			case Resolution.NotFound _ ->
				Problems.respond(HttpStatus.NOT_FOUND, "Not found", "Nobody has registered '" + name + "'.", request);
		});
	}

	/** The entry with its proof, or the proof that there is none. */
	Mono<ServerResponse> proof(ServerRequest request) {
		Name name = name(request);
		if (isOutside(name)) {
			return outside(name, HttpStatus.NOT_FOUND, "Not found", request);
		}
		return Mono.fromCompletionStage(() -> names.prove(name)).flatMap(entry -> EntryHandler.show(entry, request));
	}

	/**
	 * {@code {"ttl", "lease", "records", "component"}}: replaces what this node
	 * contributes, and begins its lease anew. With a component it is withdrawn and
	 * renewed with it.
	 */
	Mono<ServerResponse> register(ServerRequest request) {
		Name name = name(request);
		return Problems.asOperator(request, () -> {
			if (isOutside(name)) {
				return outside(name, HttpStatus.UNPROCESSABLE_CONTENT, "Refused", request);
			}
			if (name.equals(FederationNames.stoq(names.zone()))) {
				return Problems.respond(HttpStatus.UNPROCESSABLE_CONTENT, "Refused",
						"At '" + name + "' each node is found by the others, and registers itself.", request);
			}
			return register(name, request);
		});
	}

	private Mono<ServerResponse> register(Name name, ServerRequest request) {
		return JsonBody.of(request, FIELDS).flatMap(body -> {
			ServiceRegistration registration = registration(name, body);
			return Mono.fromCompletionStage(() -> register(registration, body, request))
				.flatMap(receipt -> Mono.fromCompletionStage(() -> names.leases(name))
					.flatMap(leases -> ServerResponse.ok()
						.contentType(MediaType.APPLICATION_JSON)
						.bodyValue(json(registration, leases, receipt))));
		});
	}

	/** What is bound to a component is looked after here, and does not wait. */
	private CompletionStage<Receipt> register(ServiceRegistration registration, JsonBody body, ServerRequest request) {
		if (body.has("component")) {
			return bound.register(registration, body.text("component"));
		}
		return bound.release(registration.name())
			.thenCompose(released -> Writing.with(writing, request).register(registration));
	}

	/** Takes back what this node contributes. */
	Mono<ServerResponse> withdraw(ServerRequest request) {
		Name name = name(request);
		return Problems.asOperator(request,
				() -> isOutside(name) ? outside(name, HttpStatus.NOT_FOUND, "Not found", request)
						: Mono.fromCompletionStage(() -> withdraw(name, request))
							.flatMap(receipt -> ServerResponse.ok()
								.contentType(MediaType.APPLICATION_JSON)
								.bodyValue(receipt(Map.of("name", name.text()), receipt)))
							.onErrorResume(NameHandler::isNothingOfOurs, nothing -> nothing(nothing, request)));
	}

	private CompletionStage<Receipt> withdraw(Name name, ServerRequest request) {
		return bound.release(name).thenCompose(released -> Writing.with(writing, request).withdraw(name));
	}

	private boolean isOutside(Name name) {
		return !name.isWithin(names.zone());
	}

	/** Nobody registers it here, now or later. */
	private Mono<ServerResponse> outside(Name name, HttpStatus status, String title, ServerRequest request) {
		return Problems.respond(status, title, "'" + name + "' is not in the zone '" + names.zone() + "'.", request);
	}

	private static boolean isNothingOfOurs(Throwable failure) {
		return refusal(failure)
			.filter(kind -> kind.equals(NameRefusal.NOT_REGISTERED.kind())
					|| kind.equals(NameRefusal.NOT_THE_AUTHORS.kind()))
			.isPresent();
	}

	private static Mono<ServerResponse> nothing(Throwable failure, ServerRequest request) {
		Optional<String> kind = refusal(failure);
		return kind.filter(NameRefusal.NOT_REGISTERED.kind()::equals).isPresent()
				? Problems.respond(HttpStatus.NOT_FOUND, "Not found", "Nobody has registered this name.", kind, request)
				: Problems.respond(HttpStatus.FORBIDDEN, "Forbidden",
						"What is registered for this name is other nodes', and each withdraws its own.", kind, request);
	}

	private static Optional<String> refusal(Throwable failure) {
		Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause()
				: failure;
		return cause instanceof RejectedException rejected ? rejected.kind() : Optional.empty();
	}

	private static ServiceRegistration registration(Name name, JsonBody body) {
		long ttl = body.has("ttl") ? body.number("ttl", 1, DAY) : DEFAULT_TTL;
		Duration lease = body.has("lease") ? Duration.ofSeconds(body.number("lease", SHORTEST_LEASE, LONGEST_LEASE))
				: ServiceRegistration.DEFAULT_LEASE;
		try {
			List<String> lines = body.texts("records");
			if (lines.size() > ServiceRegistration.MAX_RECORDS) {
				throw new BadRequestException("field 'records' has at most " + ServiceRegistration.MAX_RECORDS);
			}
			return new ServiceRegistration(name, lines.stream().map(RecordText::parse).toList(),
					Duration.ofSeconds(ttl), lease);
		}
		catch (IllegalArgumentException malformed) {
			throw new BadRequestException("field 'records': " + malformed.getMessage());
		}
	}

	private static Name name(ServerRequest request) {
		try {
			return new Name(request.pathVariable("name"));
		}
		catch (IllegalArgumentException malformed) {
			throw new BadRequestException(String.valueOf(malformed.getMessage()));
		}
	}

	private static Map<String, Object> json(ServiceRegistration registration, Map<NodeId, Instant> leases,
			Receipt receipt) {
		Map<String, Object> json = json(registration.name(), registration.records(), registration.ttl());
		json.put("leases", json(leases));
		return receipt(json, receipt);
	}

	private static Map<String, Object> receipt(Map<String, Object> about, Receipt receipt) {
		Map<String, Object> json = new LinkedHashMap<>(about);
		json.put("transaction", receipt.transactionId());
		json.put("height", receipt.height().number());
		json.put("consensusTime", receipt.consensusTime().toString());
		return json;
	}

	private static Map<String, Object> json(Name name, Resolution.Found found, Map<NodeId, Instant> leases) {
		Map<String, Object> json = json(name, found.records(), found.ttl());
		json.put("leases", json(leases));
		return json;
	}

	private static List<Map<String, Object>> json(Map<NodeId, Instant> leases) {
		return leases.entrySet()
			.stream()
			.map(lease -> Map.<String, Object>of("node", lease.getKey().hex(), "until", lease.getValue().toString()))
			.toList();
	}

	private static Map<String, Object> json(Name name, List<ResourceRecord> records, Duration ttl) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("name", name.text());
		json.put("ttl", ttl.toSeconds());
		json.put("records", records.stream().map(RecordText::of).toList());
		return json;
	}

}
