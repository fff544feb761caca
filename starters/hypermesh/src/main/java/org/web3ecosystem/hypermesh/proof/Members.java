package org.web3ecosystem.hypermesh.proof;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.plot.PlotException;
import org.web3ecosystem.hypermesh.plot.PlotFile;
import org.web3ecosystem.hypermesh.plot.PlotState;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.hypermesh.state.UnknownEpochException;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Asks all members of an epoch at once and takes the first that are enough; a wrong
 * answer is left out and counts for nobody.
 * <p>
 * Where this node has a plot it asks twice: for nonces first, and then for the time with
 * what the challenge made of them asks for. Who gives a nonce and then attests nothing is
 * not asked in the next try. When that does not come about in time, the time alone is
 * asked for: what needs no space is not held up.
 */
public final class Members implements TimeSource {

	private static final Logger logger = System.getLogger(Members.class.getName());

	/** An attestation and a frame round it. */
	private static final int MAX_ANSWER = 2 * Attestation.MAX_BYTES;

	/** How long nonces of the others are waited for when there are enough. */
	private static final Duration COMPANY = Duration.ofMillis(20);

	private static final int TRIES = 4;

	private final NodeId self;

	private final Attester attester;

	private final Rosters rosters;

	private final Asking asking;

	private final Duration patience;

	private final Supplier<PlotState> plot;

	private final ProofStatistics statistics;

	private final Cosigners cosigners;

	private volatile Optional<String> spaceless = Optional.of("nothing was proven yet");

	/** How another member is asked. */
	@FunctionalInterface
	public interface Asking {

		CompletionStage<byte[]> ask(Validator member, String method, byte[] request, Duration deadline);

	}

	/**
	 * @param attester answers where this node is a member itself
	 * @param patience for all answers together
	 * @param plot whether this node has one to show now
	 */
	public Members(NodeId self, Attester attester, Rosters rosters, Asking asking, Duration patience,
			Supplier<PlotState> plot, ProofStatistics statistics) {
		this(self, attester, rosters, asking, patience, plot, statistics, new Cosigners());
	}

	/**
	 * The same.
	 * @param cosigners are told who answers
	 */
	public Members(NodeId self, Attester attester, Rosters rosters, Asking asking, Duration patience,
			Supplier<PlotState> plot, ProofStatistics statistics, Cosigners cosigners) {
		this.cosigners = cosigners;
		this.self = self;
		this.attester = attester;
		this.rosters = rosters;
		this.asking = asking;
		this.patience = patience;
		this.plot = plot;
		this.statistics = statistics;
	}

	@Override
	public CompletionStage<Attested> ask(TimeQuestion question) {
		Roster roster = rosters.roster(question.epoch()).orElseThrow(() -> new UnknownEpochException(question.epoch()));
		return switch (plot.get()) {
			case PlotState.Waiting(String reason) -> withoutSpace(question, roster, reason);
			case PlotState.Ready(PlotFile file) -> new Tries(question, roster, file).next()
				.exceptionallyCompose(failure -> withoutSpace(question, roster, Reason.of(failure)));
		};
	}

	@Override
	public CompletionStage<Attested> askAlone(TimeQuestion question) {
		Roster roster = rosters.roster(question.epoch()).orElseThrow(() -> new UnknownEpochException(question.epoch()));
		return withoutSpace(question, roster, "no space is asked for");
	}

	@Override
	public Optional<String> spaceless() {
		return spaceless;
	}

	private CompletionStage<Attested> withoutSpace(TimeQuestion question, Roster roster, String reason) {
		spaceless = Optional.of(reason);
		return time(attested(Showing.Request.of(question), roster, voters(roster), patience), roster)
			.thenApply(time -> new Attested(time, Optional.empty()));
	}

	private static List<Validator> voters(Roster roster) {
		return roster.members().stream().filter(member -> member.weight() > 0).map(Roster.Member::validator).toList();
	}

	private Round<Attestation> attested(Showing.Request request, Roster roster, List<Validator> asked,
			Duration deadline) {
		byte[] encoded = request.encode();
		Round<Attestation> round = new Round<>(roster, asked, "attested the time",
				(member, answer) -> isRight(member, answer, request.attested(), roster));
		round.begin(
				member -> member.id().equals(self) ? Round.own(() -> attester.attest(self, request).toCbor().encode())
						: asking.ask(member, TimeHandler.METHOD, encoded, deadline),
				deadline, Duration.ZERO);
		watched(round, roster, asked);
		return round;
	}

	/** Where some were left out from the beginning nothing is learned about them. */
	private void watched(Round<?> round, Roster roster, List<Validator> asked) {
		if (asked.equals(voters(roster))) {
			round.over().thenAccept(answered -> cosigners.over(roster, asked, answered));
		}
	}

	private CompletionStage<TimeProof> time(Round<Attestation> round, Roster roster) {
		return round.result().thenApply(answers -> {
			TimeProof proof = new TimeProof(List.copyOf(answers.values()));
			statistics.attested(proof, proof.moment(roster), self);
			return proof;
		});
	}

	private Optional<Attestation> isRight(Validator member, byte[] answer, TimeQuestion question, Roster roster) {
		try {
			Attestation attestation = Attestation.fromCbor(Cbor.decode(answer, MAX_ANSWER));
			if (attestation.signer().equals(member.id()) && attestation.isSigned(question, roster)) {
				return Optional.of(attestation);
			}
			logger.log(Level.WARNING, "node={0} attested a time with a wrong signature", member.name());
		}
		catch (CborException malformed) {
			logger.log(Level.WARNING, "node={0} sent something that is not an attestation: {1}", member.name(),
					malformed.getMessage());
		}
		return Optional.empty();
	}

	private CompletionStage<SortedMap<NodeId, Nonce>> nonces(TimeQuestion question, Roster roster,
			List<Validator> asked, Duration deadline) {
		byte[] encoded = question.encode();
		Round<Nonce> round = new Round<>(roster, asked, "gave a nonce", (member, answer) -> nonce(member, answer));
		round.begin(
				member -> member.id().equals(self) ? Round.own(() -> attester.nonce(self, question).toCbor().encode())
						: asking.ask(member, NonceHandler.METHOD, encoded, deadline),
				deadline, COMPANY);
		watched(round, roster, asked);
		return round.result();
	}

	private static Optional<Nonce> nonce(Validator member, byte[] answer) {
		try {
			Nonce nonce = Nonce.fromCbor(Cbor.decode(answer, Nonce.MAX_BYTES));
			if (nonce.member().equals(member.id())) {
				return Optional.of(nonce);
			}
		}
		catch (CborException malformed) {
			logger.log(Level.WARNING, "node={0} sent something that is not a nonce: {1}", member.name(),
					malformed.getMessage());
		}
		return Optional.empty();
	}

	/** One claim, tried until members attest it with what is shown. */
	private final class Tries {

		private static final Duration PAUSE = Duration.ofMillis(50);

		private final TimeQuestion question;

		private final Roster roster;

		private final PlotFile file;

		/** Who gave a nonce and attested nothing. */
		private final Set<NodeId> idle = new HashSet<>();

		private final long began = System.nanoTime();

		private int tried;

		Tries(TimeQuestion question, Roster roster, PlotFile file) {
			this.question = question;
			this.roster = roster;
			this.file = file;
		}

		CompletionStage<Attested> next() {
			tried++;
			Duration each = patience.dividedBy(TRIES);
			return nonces(question, roster, asked(), each)
				.thenCompose(nonces -> show(List.copyOf(nonces.values()), each))
				.exceptionallyCompose(
						failure -> tried < TRIES && System.nanoTime() - began < patience.toNanos()
								? CompletableFuture
									.supplyAsync(this::next,
											CompletableFuture.delayedExecutor(PAUSE.toMillis() * tried,
													TimeUnit.MILLISECONDS))
									.thenCompose(later -> later)
								: CompletableFuture.failedFuture(failure));
		}

		private List<Validator> asked() {
			List<Validator> voters = voters(roster);
			List<Validator> left = voters.stream().filter(member -> !idle.contains(member.id())).toList();
			return TimeProof.isEnough(left.stream().map(Validator::id).toList(), roster) ? left : voters;
		}

		private CompletionStage<Attested> show(List<Nonce> nonces, Duration deadline) {
			SpaceProof proof = shown(nonces);
			Set<NodeId> givers = new HashSet<>(nonces.stream().map(Nonce::member).toList());
			List<Validator> asked = voters(roster).stream().filter(member -> givers.contains(member.id())).toList();
			Showing.Request request = new Showing.Request(question, Optional.of(new Showing(proof, nonces)));
			Round<Attestation> round = attested(request, roster, asked, deadline);
			return time(round, roster).thenApply(time -> {
				spaceless = Optional.empty();
				return new Attested(time, Optional.of(proof));
			}).whenComplete((attested, failure) -> {
				if (failure != null) {
					givers.removeAll(round.answered());
					idle.addAll(givers);
				}
			});
		}

		private SpaceProof shown(List<Nonce> nonces) {
			try {
				return SpaceProof.show(file, question.claim(), Nonce.challenge(nonces));
			}
			catch (PlotException unreadable) {
				throw new UnavailableException(String.valueOf(unreadable.getMessage()), unreadable);
			}
		}

	}

}
