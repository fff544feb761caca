package org.web3ecosystem.hypermesh.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.web3ecosystem.hypermesh.proof.Attested;
import org.web3ecosystem.hypermesh.proof.TimeQuestion;
import org.web3ecosystem.hypermesh.proof.TimeSource;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * The time for somebody who is no node, and its proof of space: a node asks the members
 * for it and shows its own plot. It is believed nothing, since all of it is checked here.
 */
final class HttpTime implements TimeSource {

	private final List<Function<TimeQuestion, CompletionStage<byte[]>>> nodes;

	private final Rosters rosters;

	private final AtomicInteger turn = new AtomicInteger();

	private volatile boolean space;

	/**
	 * @param nodes each asks the members and gives an encoded {@link Attested}
	 */
	HttpTime(List<Function<TimeQuestion, CompletionStage<byte[]>>> nodes, Rosters rosters) {
		this.nodes = List.copyOf(nodes);
		this.rosters = rosters;
	}

	@Override
	public CompletionStage<Attested> ask(TimeQuestion question) {
		return ask(question, 1);
	}

	@Override
	public Optional<String> spaceless() {
		return space ? Optional.empty() : Optional.of("the node asked cannot show its plot yet");
	}

	private CompletionStage<Attested> ask(TimeQuestion question, int tried) {
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

	private Attested checked(TimeQuestion question, byte[] answer) {
		try {
			Attested attested = Attested.decode(answer);
			attested.check(question, rosters);
			space = attested.space().isPresent();
			if (!space) {
				// the next one may have a plot
				turn.incrementAndGet();
			}
			return attested;
		}
		catch (CborException | ProofException wrong) {
			throw new UnavailableException("a node gave a time that is not attested: " + wrong.getMessage(), wrong);
		}
	}

}
