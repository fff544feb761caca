package org.web3ecosystem.bootstrap.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.phase.Transition;

/**
 * When a phase was last entered and left, from the journal. The last phase is left when
 * the bootstrap is complete.
 *
 * @param entered null if it never was
 * @param left null if it lasts
 */
public record PhaseTimes(@Nullable Instant entered, @Nullable Instant left) {

	public static PhaseTimes of(int phase, List<Transition> history) {
		Instant entered = null;
		Instant left = null;
		boolean in = false;
		for (Transition transition : history) {
			boolean enters = transition.phase() == phase && transition.kind() != Transition.Kind.COMPLETE;
			if (enters) {
				entered = transition.time();
				left = null;
				in = true;
			}
			else if (in) {
				left = transition.time();
				in = false;
			}
		}
		return new PhaseTimes(entered, left);
	}

	/** How long it took, or takes so far; null if it was never entered. */
	public @Nullable Long durationMillis(Instant now) {
		return entered == null ? null : Duration.between(entered, left == null ? now : left).toMillis();
	}

}
