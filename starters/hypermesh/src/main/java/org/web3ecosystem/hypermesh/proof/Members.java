package org.web3ecosystem.hypermesh.proof;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
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
 * Asks all members of an epoch at once and takes the first that are enough. A wrong
 * answer is left out and counts for nobody.
 */
public final class Members implements TimeSource {

	private static final Logger logger = System.getLogger(Members.class.getName());

	/** An attestation and a frame round it. */
	private static final int MAX_ANSWER = 2 * Attestation.MAX_BYTES;

	private final NodeId self;

	private final Attester attester;

	private final Rosters rosters;

	private final Asking asking;

	private final Duration patience;

	private final ProofStatistics statistics;

	/** How another member is asked. */
	@FunctionalInterface
	public interface Asking {

		CompletionStage<byte[]> ask(Validator member, String method, byte[] request, Duration deadline);

	}

	/**
	 * @param attester answers where this node is a member itself
	 * @param patience for all answers together
	 */
	public Members(NodeId self, Attester attester, Rosters rosters, Asking asking, Duration patience,
			ProofStatistics statistics) {
		this.self = self;
		this.attester = attester;
		this.rosters = rosters;
		this.asking = asking;
		this.patience = patience;
		this.statistics = statistics;
	}

	@Override
	public CompletionStage<TimeProof> ask(TimeQuestion question) {
		Roster roster = rosters.roster(question.epoch()).orElseThrow(() -> new UnknownEpochException(question.epoch()));
		Round round = new Round(question, roster);
		round.begin();
		return round.result.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionallyCompose(failure -> CompletableFuture
				.failedFuture(failure instanceof UnavailableException known ? known : round.tooFew()));
	}

	/** One question and who has answered it. */
	private final class Round {

		private final TimeQuestion question;

		private final Roster roster;

		private final List<Validator> asked;

		private final SortedMap<NodeId, Attestation> answers = new TreeMap<>();

		private final CompletableFuture<TimeProof> result = new CompletableFuture<>();

		private int open;

		private String reason = "";

		Round(TimeQuestion question, Roster roster) {
			this.question = question;
			this.roster = roster;
			this.asked = roster.members()
				.stream()
				.filter(member -> member.weight() > 0)
				.map(Roster.Member::validator)
				.toList();
			this.open = asked.size();
		}

		void begin() {
			byte[] request = question.encode();
			for (Validator member : asked) {
				if (member.id().equals(self)) {
					answered(member, attester.attest(question).toCbor().encode(), null);
				}
				else {
					asking.ask(member, TimeHandler.METHOD, request, patience)
						.whenComplete((answer, failure) -> answered(member, answer, failure));
				}
			}
		}

		private void answered(Validator member, byte @Nullable [] answer, @Nullable Throwable failure) {
			boolean right = answer != null && isRight(member, answer);
			synchronized (this) {
				open--;
				if (right && answer != null) {
					take(Attestation.fromCbor(Cbor.decode(answer, MAX_ANSWER)));
				}
				else if (failure != null) {
					reason = "; " + member.name() + ": " + Reason.of(failure);
				}
				if (open == 0) {
					result.completeExceptionally(tooFew());
				}
			}
		}

		private boolean isRight(Validator member, byte[] answer) {
			try {
				Attestation attestation = Attestation.fromCbor(Cbor.decode(answer, MAX_ANSWER));
				if (attestation.signer().equals(member.id()) && attestation.isSigned(question, roster)) {
					return true;
				}
				logger.log(Level.WARNING, "node={0} attested a time with a wrong signature", member.name());
			}
			catch (CborException malformed) {
				logger.log(Level.WARNING, "node={0} sent something that is not an attestation: {1}", member.name(),
						malformed.getMessage());
			}
			return false;
		}

		private void take(Attestation attestation) {
			answers.put(attestation.signer(), attestation);
			if (!result.isDone() && TimeProof.isEnough(List.copyOf(answers.keySet()), roster)) {
				TimeProof proof = new TimeProof(List.copyOf(answers.values()));
				statistics.attested(proof, proof.moment(roster), self);
				result.complete(proof);
			}
		}

		private synchronized UnavailableException tooFew() {
			return new UnavailableException(
					"only " + answers.size() + " of " + asked.size() + " members attested the time" + reason);
		}

	}

}
