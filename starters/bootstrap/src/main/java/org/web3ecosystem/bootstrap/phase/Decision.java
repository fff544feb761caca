package org.web3ecosystem.bootstrap.phase;

import java.util.List;

/** What follows from state and evidence. */
public sealed interface Decision {

	/**
	 * Nothing changes.
	 *
	 * @param reasons what is waited for
	 */
	record Stay(List<String> reasons) implements Decision {

		public Stay {
			reasons = List.copyOf(reasons);
		}

	}

	/**
	 * One step up.
	 *
	 * @param to the phase
	 */
	record Advance(int to, String reason) implements Decision {
	}

	/** The last gate is met in the last phase. */
	record Complete(String reason) implements Decision {
	}

	/**
	 * One step down.
	 *
	 * @param to the phase
	 */
	record Retreat(int to, String reason) implements Decision {
	}

}
