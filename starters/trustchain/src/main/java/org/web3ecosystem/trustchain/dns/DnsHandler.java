package org.web3ecosystem.trustchain.dns;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.transport.RequestHandler;

/**
 * Answers {@code trustchain.dns}: DNS over STOQ, a message for a message (RFC 1035,
 * section 4.1).
 */
public final class DnsHandler implements RequestHandler {

	/** What it is asked by. */
	public static final String METHOD = "trustchain.dns";

	private final Answering answering;

	public DnsHandler(Answering answering) {
		this.answering = answering;
	}

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		return answering.within(ByteBuffer.wrap(request)).thenApply(answered -> {
			ByteBuffer message = answered.map(Answering.Reply::message)
				.orElseThrow(() -> new RejectedException("this is no question of DNS"));
			byte[] bytes = new byte[message.remaining()];
			message.get(bytes);
			return bytes;
		});
	}

}
