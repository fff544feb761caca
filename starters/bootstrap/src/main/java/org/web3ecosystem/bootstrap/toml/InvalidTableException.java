package org.web3ecosystem.bootstrap.toml;

import java.util.List;
import java.util.stream.Collectors;

/** The table of phases cannot be used; names every mistake found. */
public class InvalidTableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<Problem> problems;

	public InvalidTableException(List<Problem> problems) {
		super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
		this.problems = List.copyOf(problems);
	}

	public InvalidTableException(Problem problem, Throwable cause) {
		super(problem.toString(), cause);
		this.problems = List.of(problem);
	}

	public List<Problem> problems() {
		return problems;
	}

}
