package org.web3ecosystem.hypermesh.proof;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The instant in the middle by weight: the first with which at least half of the weight
 * is not later. As long as those who are right have more than half, it is neither before
 * the earliest nor after the latest of theirs, whatever the others say.
 */
final class WeightedMedian {

	private WeightedMedian() {
	}

	/** An instant and what it counts for. */
	record Vote(Instant instant, long weight) {
	}

	/**
	 * @param votes at least one, of at most 2^60 together
	 */
	static Instant of(List<Vote> votes) {
		long all = votes.stream().mapToLong(Vote::weight).sum();
		long seen = 0;
		for (Vote vote : votes.stream().sorted(Comparator.comparing(Vote::instant)).toList()) {
			seen += vote.weight();
			if (2 * seen >= all) {
				return vote.instant();
			}
		}
		throw new IllegalArgumentException("nobody votes");
	}

}
