package org.web3ecosystem.hypermesh.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.web3ecosystem.hypermesh.proof.TimeProof;
import org.web3ecosystem.hypermesh.proof.TimeQuestion;
import org.web3ecosystem.hypermesh.proof.TimeSource;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * The time for somebody who is no node: a node asks the members for it. It is believed
 * nothing, since the members' signatures are checked here.
 */
final class HttpTime implements TimeSource {

	private final List<Function<TimeQuestion, CompletionStage<byte[]>>> nodes;

	private final Rosters rosters;

	private final AtomicInteger turn = new AtomicInteger();

	/**
	 * @param nodes each asks the members and gives an encoded {@link TimeProof}
	 */
	HttpTime(List<Function<TimeQuestion, CompletionStage<byte[]>>> nodes, Rosters rosters) {
		this.nodes = List.copyOf(nodes);
		this.rosters = rosters;
	}

	@Override
	public CompletionStage<TimeProof> ask(TimeQuestion question) {
		return ask(question, 1);
	}

	private CompletionStage<TimeProof> ask(TimeQuestion question, int tried) {
		return nodes.get(Math.floorMod(turn.get(), nodes.size()))
			.apply(question)
			.thenApply(answer -> checked(question, answer))
			.exceptionallyCompose(failure -> {
				turn.incrementAndGet();
				return (tried < nodes.size()) ? ask(question, tried + 1)
						: CompletableFuture.failedFuture(new UnavailableException(
								"no node gave the time that members attest: " + Reason.of(failure), failure));
			});
	}

	private TimeProof checked(TimeQuestion question, byte[] answer) {
		try {
			TimeProof proof = TimeProof.decode(answer);
			proof.check(question, rosters);
			return proof;
		}
		catch (CborException | ProofException wrong) {
			throw new UnavailableException("a node gave a time that is not attested: " + wrong.getMessage(), wrong);
		}
	}

}
