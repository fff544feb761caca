package com.example.greeting;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.springframework.stereotype.Component;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.RequestHandler;

/**
 * Answers whoever asks {@value #METHOD}. A bean of this type is all that it takes; who
 * asks was proven before.
 */
@Component
class Greeting implements RequestHandler {

	static final String METHOD = "greeting.say";

	private final Node node;

	Greeting(Node node) {
		this.node = node;
	}

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		String name = node.genesis().validator(caller).map(Validator::name).orElseGet(caller::brief);
		return CompletableFuture
			.completedFuture(("hello " + name + ", this is " + node.name()).getBytes(StandardCharsets.UTF_8));
	}

}
