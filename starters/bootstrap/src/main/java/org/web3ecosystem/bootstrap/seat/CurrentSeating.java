package org.web3ecosystem.bootstrap.seat;

/** The one reference that a switch writes. */
final class CurrentSeating {

	private volatile Seating seating = Seating.NONE;

	Seating get() {
		return seating;
	}

	/**
	 * Only one thread switches; readers see the old seating or the new one, never a mix.
	 */
	Seating replace(Seating next) {
		Seating before = seating;
		seating = next;
		return before;
	}

}
