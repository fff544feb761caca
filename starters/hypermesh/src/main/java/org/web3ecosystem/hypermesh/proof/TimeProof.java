package org.web3ecosystem.hypermesh.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.web3ecosystem.hypermesh.proof.WeightedMedian.Vote;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.hypermesh.state.UnknownEpochException;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * When a claim was made: the clocks of members with more than two thirds of the weight,
 * of three at least, or of all who have a weight where there are fewer.
 * <p>
 * Earliest, midpoint and latest are each the weighted median of what the members say.
 * Liars have less than a third of all weight, so less than half of the weight in a proof:
 * each median lies between two honest answers. If honest clocks are right within their
 * radius, the true time lies between earliest and latest, and no liar moves that, nor an
 * honest clock that is wrong. With fewer than four members nobody may lie: f is 0.
 * <p>
 * It shows that the claim existed at that time and that members were asked then. It does
 * not show that the operation was not thought of before: the prover picks the moment at
 * which it asks, and {@link Link} what order it gives its bundles.
 *
 * @param attestations in ascending order of their signers
 */
public record TimeProof(List<Attestation> attestations) {

	/** The fewest members that make one, where there are so many. */
	static final int MIN_MEMBERS = 3;

	/** The largest one, encoded. */
	public static final int MAX_BYTES = Roster.MAX_MEMBERS * Attestation.MAX_BYTES;

	public TimeProof {
		attestations = List.copyOf(attestations);
		if (attestations.isEmpty() || attestations.size() > Roster.MAX_MEMBERS) {
			throw new CborException("1 to " + Roster.MAX_MEMBERS + " members attest a time");
		}
		for (int i = 1; i < attestations.size(); i++) {
			if (attestations.get(i - 1).signer().compareTo(attestations.get(i).signer()) >= 0) {
				throw new CborException("attestations are not in ascending order of their signers");
			}
		}
	}

	/** Whether these are enough to make one. */
	static boolean isEnough(List<NodeId> signers, Roster roster) {
		long voters = roster.members().stream().filter(member -> member.weight() > 0).count();
		return signers.size() >= Math.min(MIN_MEMBERS, voters) && roster.isQuorum(signers);
	}

	/**
	 * What it says. Looks at no signature.
	 * @throws ProofException if it is not of enough members of the roster
	 */
	Moment moment(Roster roster) {
		List<NodeId> signers = attestations.stream().map(Attestation::signer).toList();
		if (signers.stream().anyMatch(signer -> weight(roster, signer) == 0)) {
			throw new ProofException("the time is attested by somebody who has no weight");
		}
		if (!isEnough(signers, roster)) {
			throw new ProofException("the time is not attested by more than two thirds of the weight");
		}
		return new Moment(median(roster, Attestation::earliest), median(roster, Attestation::midpoint),
				median(roster, Attestation::latest));
	}

	private Instant median(Roster roster, Function<Attestation, Instant> answer) {
		return WeightedMedian.of(attestations.stream()
			.map(each -> new Vote(answer.apply(each), weight(roster, each.signer())))
			.toList());
	}

	private static long weight(Roster roster, NodeId signer) {
		return roster.member(signer).map(Roster.Member::weight).orElse(0L);
	}

	/**
	 * @throws ProofException if a signature is wrong
	 */
	void verify(TimeQuestion question, Roster roster) {
		for (Attestation each : attestations) {
			if (!each.isSigned(question, roster)) {
				throw new ProofException("the signature of " + each.signer().brief() + " on the time is wrong");
			}
		}
	}

	/**
	 * Checks all of it.
	 * @throws ProofException saying what does not hold
	 */
	public Moment check(TimeQuestion question, Rosters rosters) {
		Roster roster = rosters.roster(question.epoch()).orElseThrow(() -> new UnknownEpochException(question.epoch()));
		Moment moment = moment(roster);
		verify(question, roster);
		return moment;
	}

	Cbor toCbor() {
		return Cbor.of(attestations.stream().map(Attestation::toCbor).toList());
	}

	static TimeProof fromCbor(List<Cbor> items) {
		if (items.size() > Roster.MAX_MEMBERS) {
			throw new CborException("more attestations than there can be members");
		}
		List<Attestation> attestations = new ArrayList<>();
		items.forEach(item -> attestations.add(Attestation.fromCbor(item)));
		return new TimeProof(attestations);
	}

	public byte[] encode() {
		return toCbor().encode();
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	public static TimeProof decode(byte[] encoded) {
		if (Cbor.decode(encoded, MAX_BYTES) instanceof Cbor.Array(List<Cbor> items)) {
			return fromCbor(items);
		}
		throw new CborException("not a list of attestations");
	}

}
