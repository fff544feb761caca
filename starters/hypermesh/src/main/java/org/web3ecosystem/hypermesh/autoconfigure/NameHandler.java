package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.hypermesh.name.RecordText;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

import reactor.core.publisher.Mono;

/** Names on the ledger over REST; records are written as in zone files. */
final class NameHandler {

	private static final long DAY = Duration.ofDays(1).toSeconds();

	private static final int DEFAULT_TTL = 60;

	private final LedgerNames names;

	NameHandler(LedgerNames names) {
		this.names = names;
	}

	/** What all nodes together contribute. */
	Mono<ServerResponse> find(ServerRequest request) {
		Name name = name(request);
		return Mono.fromCompletionStage(() -> names.resolve(name)).flatMap(resolution -> switch (resolution) {
			case Resolution.Found found -> ServerResponse.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(json(name, found.records(), found.ttl()));
			case Resolution.NotFound _ ->
				Problems.respond(HttpStatus.NOT_FOUND, "Not found", "Nobody has registered '" + name + "'.", request);
		});
	}

	/** {@code {"ttl", "records"}}: replaces what this node contributes. */
	Mono<ServerResponse> register(ServerRequest request) {
		Name name = name(request);
		return Problems.asOperator(request, () -> JsonBody.of(request, List.of("ttl", "records")).flatMap(body -> {
			ServiceRegistration registration = registration(name, body);
			return Mono.fromCompletionStage(() -> names.register(registration))
				.flatMap(receipt -> ServerResponse.ok()
					.contentType(MediaType.APPLICATION_JSON)
					.bodyValue(json(registration, receipt)));
		}));
	}

	private static ServiceRegistration registration(Name name, JsonBody body) {
		long ttl = body.has("ttl") ? body.number("ttl", 1, DAY) : DEFAULT_TTL;
		try {
			List<String> lines = body.texts("records");
			if (lines.size() > ServiceRegistration.MAX_RECORDS) {
				throw new BadRequestException("field 'records' has at most " + ServiceRegistration.MAX_RECORDS);
			}
			return new ServiceRegistration(name, lines.stream().map(RecordText::parse).toList(),
					Duration.ofSeconds(ttl));
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

	private static Map<String, Object> json(ServiceRegistration registration, Receipt receipt) {
		Map<String, Object> json = json(registration.name(), registration.records(), registration.ttl());
		json.put("transaction", receipt.transactionId());
		json.put("height", receipt.height().number());
		json.put("consensusTime", receipt.consensusTime().toString());
		return json;
	}

	private static Map<String, Object> json(Name name, List<ResourceRecord> records, Duration ttl) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("name", name.text());
		json.put("ttl", ttl.toSeconds());
		json.put("records", records.stream().map(RecordText::of).toList());
		return json;
	}

}
