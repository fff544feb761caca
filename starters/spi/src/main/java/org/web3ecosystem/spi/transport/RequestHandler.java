package org.web3ecosystem.spi.transport;

import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;

/**
 * Answers requests of one method from admitted peers. A bean of this type is reachable as
 * soon as the transport listens. Called off the event loop unless it says that it
 * {@linkplain #isNonBlocking never blocks}; may be called many times at once.
 */
public interface RequestHandler {

	/** {@code <component>.<verb>}, such as {@code trustchain.issue}. */
	String method();

	/**
	 * Answers. A failure reaches the caller as {@link TransportException.RemoteFailure}
	 * with the message of a {@link org.web3ecosystem.spi.RejectedException} or
	 * {@link org.web3ecosystem.spi.UnavailableException}; other exceptions are logged
	 * here and reach it without their message.
	 */
	CompletionStage<byte[]> handle(NodeId caller, byte[] request);

	/**
	 * The same, for a handler that wants to know how long its caller waits and whether it
	 * still does. This is what a transport calls.
	 */
	default CompletionStage<byte[]> handle(Call call, byte[] request) {
		return handle(call.caller(), request);
	}

	/**
	 * Whether handling neither blocks nor takes longer than some microseconds, whatever
	 * is asked. The transport may then call this handler on its event loop, where nothing
	 * else goes on meanwhile; two changes of threads are spared.
	 */
	default boolean isNonBlocking() {
		return false;
	}

}
