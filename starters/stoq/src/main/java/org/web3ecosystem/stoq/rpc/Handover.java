package org.web3ecosystem.stoq.rpc;

import java.util.concurrent.CompletableFuture;

/**
 * On which thread results that are there on the event loop are handed to their caller.
 */
public enum Handover {

	/** On a virtual thread, as what the caller does with them may block. */
	OFF_LOOP {

		@Override
		<T> CompletableFuture<T> hand(CompletableFuture<T> inner) {
			return OffLoop.follow(inner);
		}

	},

	/** On the event loop, as the caller said that it never blocks. */
	ON_LOOP {

		@Override
		<T> CompletableFuture<T> hand(CompletableFuture<T> inner) {
			return inner;
		}

	};

	/** What the caller gets; completing it early completes {@code inner} too. */
	abstract <T> CompletableFuture<T> hand(CompletableFuture<T> inner);

}
