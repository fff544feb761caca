package org.web3ecosystem.configserver.table;

import java.util.List;

import org.web3ecosystem.bootstrap.toml.Problem;

/** What is served, compared with what is in the file. */
public sealed interface TableState {

	/** The file is possible and is what is served. */
	record Current() implements TableState {
	}

	/**
	 * The file cannot be used; the last one that could is served.
	 *
	 * @param problems why, each with its line
	 */
	record Outdated(List<Problem> problems) implements TableState {

		public Outdated {
			problems = List.copyOf(problems);
		}

	}

	/**
	 * The file cannot be used, and there is none from before.
	 *
	 * @param problems why, each with its line
	 */
	record Missing(List<Problem> problems) implements TableState {

		public Missing {
			problems = List.copyOf(problems);
		}

	}

}
