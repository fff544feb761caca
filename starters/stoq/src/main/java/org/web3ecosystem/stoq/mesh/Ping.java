package org.web3ecosystem.stoq.mesh;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.transport.RequestHandler;

/** Answers {@value #METHOD} with what it was sent, if that is little. */
public final class Ping implements RequestHandler {

	static final String METHOD = "stoq.ping";

	private static final int MAX_BODY = 64;

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		return (request.length <= MAX_BODY) ? CompletableFuture.completedFuture(request)
				: CompletableFuture.failedFuture(new RejectedException("a ping has at most " + MAX_BODY + " bytes"));
	}

}
