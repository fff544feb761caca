package org.web3ecosystem.platform.command;

/**
 * A command cannot be done, for a reason its user can do something about. Shown as two
 * lines, without a stack trace.
 */
public final class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * @param problem what could not be done, and why
	 * @param remedy what to do
	 */
	public RefusedException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	public RefusedException(String problem, String remedy, Throwable cause) {
		super(problem, cause);
		this.remedy = remedy;
	}

	public String remedy() {
		return remedy;
	}

}
