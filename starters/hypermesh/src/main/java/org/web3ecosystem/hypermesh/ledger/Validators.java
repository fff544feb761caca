package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.hypermesh.reputation.Deed;
import org.web3ecosystem.hypermesh.reputation.ReputationRules;
import org.web3ecosystem.hypermesh.reputation.Scores;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Feed;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException.RemoteFailure;
import org.web3ecosystem.spi.transport.TransportProvider;

/** The other validators, to be asked over the transport seat. */
public final class Validators {

	private final NodeId self;

	private final TransportProvider transport;

	private final Scores scores;

	public Validators(Node node, TransportProvider transport) {
		this(node, transport, new Scores(ReputationRules.DEFAULT, System::nanoTime));
	}

	/**
	 * @param scores where it is kept what their answers were worth
	 */
	public Validators(Node node, TransportProvider transport, Scores scores) {
		this.scores = scores;
		this.self = node.id();
		this.transport = transport;
	}

	/** The others of a roster. */
	public List<Validator> others(Roster roster) {
		return roster.members()
			.stream()
			.map(Roster.Member::validator)
			.filter(validator -> !validator.id().equals(self))
			.toList();
	}

	/** The same as servers of the ledger. */
	public List<LedgerServer> servers(Roster roster) {
		return others(roster).stream().<LedgerServer>map(Server::new).toList();
	}

	/** What a validator did. */
	void did(Validator validator, Deed deed) {
		did(validator.id(), deed);
	}

	/** What a node did, if it is not this one. */
	void did(NodeId node, Deed deed) {
		if (!node.equals(self)) {
			scores.record(node, deed);
		}
	}

	/** Asks one of them, over a connection that is made if there is none. */
	public CompletionStage<byte[]> ask(Validator validator, String method, byte[] request, Duration deadline) {
		try {
			return transport.connect(Peer.of(validator), deadline)
				.thenCompose(connection -> connection.request(method, request, deadline));
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

	/** Has one of them answer with any number of items, in the same way. */
	public CompletionStage<Feed> feed(Validator validator, String method, byte[] request, Duration deadline) {
		try {
			return transport.connect(Peer.of(validator), deadline)
				.thenCompose(connection -> connection.feed(method, request, deadline));
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

	/** A validator over STOQ. */
	private final class Server implements LedgerServer {

		private final Validator validator;

		Server(Validator validator) {
			this.validator = validator;
		}

		@Override
		public CompletionStage<byte[]> prove(String module, String key, Duration deadline) {
			return ask(validator, ReadHandler.METHOD, ReadHandler.request(module, key), deadline);
		}

		@Override
		public CompletionStage<Void> handIn(byte[] transaction, Duration deadline) {
			return ask(validator, SubmitHandler.METHOD, transaction, deadline)
				.exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)))
				.thenAccept(outcome -> {
				});
		}

		@Override
		public CompletionStage<Duration> age(Duration deadline) {
			return ask(validator, AgeHandler.METHOD, AgeHandler.request(), deadline).thenApply(AgeHandler::age);
		}

		@Override
		public void did(Deed deed) {
			Validators.this.did(validator, deed);
		}

		@Override
		public boolean isAskedLast() {
			return scores.isAskedLast(validator.id());
		}

		private static Throwable refusal(Throwable failure) {
			Throwable cause = Failures.cause(failure);
			return cause instanceof RemoteFailure remote && remote.isRejected()
					? new RejectedException(String.valueOf(remote.getMessage()), remote) : cause;
		}

	}

}
