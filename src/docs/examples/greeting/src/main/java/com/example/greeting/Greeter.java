package com.example.greeting;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.transport.TransportProvider;

import reactor.core.publisher.Mono;

/** Asks another node for its greeting. */
@RestController
class Greeter {

	private static final Duration DEADLINE = Duration.ofSeconds(5);

	private final Node node;

	private final TransportProvider transport;

	Greeter(Node node, TransportProvider transport) {
		this.node = node;
		this.transport = transport;
	}

	/** The answer of a node by its name, or 404 or 503. */
	@GetMapping("/greetings/{name}")
	Mono<String> greeting(@PathVariable String name) {
		return Mono
			.justOrEmpty(node.genesis().validators().stream().filter(each -> each.name().equals(name)).findFirst())
			.switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)))
			.flatMap(peer -> Mono.fromCompletionStage(() -> ask(peer)))
			.map(answer -> new String(answer, StandardCharsets.UTF_8))
			.onErrorMap(TransportException.class,
					silent -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, silent.getMessage(), silent));
	}

	/** Costs nothing if the peer is connected already. */
	private CompletionStage<byte[]> ask(Validator peer) {
		return transport.connect(Peer.of(peer), DEADLINE)
			.thenCompose(connection -> connection.request(Greeting.METHOD, new byte[0], DEADLINE));
	}

}
