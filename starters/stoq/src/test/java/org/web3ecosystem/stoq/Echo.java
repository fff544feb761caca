package org.web3ecosystem.stoq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.RequestHandler;

/** Answers what it was asked. */
public final class Echo implements RequestHandler {

	@Override
	public String method() {
		return "test.echo";
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		return CompletableFuture.completedFuture(request);
	}

}
