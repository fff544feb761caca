package org.web3ecosystem.stoq.rpc;

import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Call;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.RequestHandler;

/** A handler whose work is a part of its caller's trace. */
public record TracedHandler(RequestHandler handler, Tracing tracing) implements RequestHandler {

	/** The same handlers, traced. */
	public static Inbound all(Inbound inbound, Tracing tracing) {
		if (tracing == Tracing.NONE) {
			return inbound;
		}
		return new Inbound(inbound.requests()
			.stream()
			.<RequestHandler>map(handler -> new TracedHandler(handler, tracing))
			.toList(), inbound.streams(), inbound.datagrams());
	}

	@Override
	public String method() {
		return handler.method();
	}

	@Override
	public boolean isNonBlocking() {
		return handler.isNonBlocking();
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		return handler.handle(caller, request);
	}

	@Override
	public CompletionStage<byte[]> handle(Call call, byte[] request) {
		Tracing.Span span = tracing.handling(method(), call.caller(), call.trace().flatMap(TraceParent::parse));
		try {
			return span.within(() -> handler.handle(call, request))
				.whenComplete((answer, failure) -> span.end((failure == null) ? null : OffLoop.unwrap(failure)));
		}
		catch (RuntimeException failure) {
			span.end(failure);
			throw failure;
		}
	}

}
