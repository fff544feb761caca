package org.web3ecosystem.bootstrap.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Collects mistakes, so that a person sees all of them at once. */
final class Problems {

	/** Nobody reads more. */
	private static final int LIMIT = 20;

	private final UnaryOperator<String> where;

	private final List<Problem> found = new ArrayList<>();

	Problems(UnaryOperator<String> where) {
		this.where = where;
	}

	void add(String path, String what, String action) {
		if (found.size() < LIMIT) {
			found.add(new Problem(where.apply(path), what, action));
		}
	}

	void throwIfAny() {
		if (!found.isEmpty()) {
			throw new InvalidTableException(found);
		}
	}

}
