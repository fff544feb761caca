package org.web3ecosystem.spi.transport;

import java.util.concurrent.CompletionStage;

/**
 * Answers requests of one method with any number of items, one after the other. A bean of
 * this type is reachable as soon as the transport listens. Called off the event loop; may
 * be called many times at once.
 */
public interface FeedHandler {

	/** Largest item and largest request, in bytes: a message less what is around it. */
	int MAX_ITEM = Connection.MAX_MESSAGE - 64;

	/** {@code <component>.<noun>}, such as {@code hypermesh.entries}. */
	String method();

	/**
	 * Answers.
	 * @param call as of a request: how long the caller waits, and that it does no more;
	 * the thread is interrupted then, too
	 * @param items where they go
	 * @return done after the last item; its failure reaches the caller behind the items,
	 * as that of a {@link RequestHandler} does
	 */
	CompletionStage<Void> handle(Call call, byte[] request, Items items);

	/** Where the items of one feed go. Thread-safe, but for one item at a time. */
	interface Items {

		/**
		 * Sends an item of at most {@link #MAX_ITEM} bytes. Completes when it was taken;
		 * a slow caller delays that, and who does not wait for it fails with
		 * {@link IllegalStateException}. Fails with {@link TransportException} when the
		 * feed has ended.
		 */
		CompletionStage<Void> send(byte[] item);

	}

}
