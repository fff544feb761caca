package org.web3ecosystem.stoq.pool;

import java.util.concurrent.CompletableFuture;

import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;

/**
 * One way to a peer that is being tried.
 *
 * @param heard done at the first sign of the other side
 * @param answered done when TLS is established
 * @param admitted done when both sides have admitted each other; cancelling it ends the
 * attempt
 */
record Attempt(CompletableFuture<Void> heard, CompletableFuture<Carrier> answered,
		CompletableFuture<OutgoingConnection> admitted) {

	boolean isHeard() {
		return heard.isDone();
	}

	boolean isAnswered() {
		return answered.isDone() && !answered.isCompletedExceptionally();
	}

}
