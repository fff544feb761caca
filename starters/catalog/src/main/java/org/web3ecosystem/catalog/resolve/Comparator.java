package org.web3ecosystem.catalog.resolve;

/**
 * One bound that a version keeps or does not.
 */
record Comparator(Bound bound, Version version) {

	/** How a version stands to the one named. */
	enum Bound {

		LESS, AT_MOST, EXACTLY, AT_LEAST, GREATER

	}

	boolean allows(Version candidate) {
		int order = candidate.compareTo(version);
		return switch (bound) {
			case LESS -> order < 0;
			case AT_MOST -> order <= 0;
			case EXACTLY -> order == 0;
			case AT_LEAST -> order >= 0;
			case GREATER -> order > 0;
		};
	}

	/** Whether it names a pre-release of the candidate's own three numbers. */
	boolean invites(Version candidate) {
		return version.isPreRelease() && version.isSameTriple(candidate);
	}

}
