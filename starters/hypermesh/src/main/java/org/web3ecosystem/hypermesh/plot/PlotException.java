package org.web3ecosystem.hypermesh.plot;

/** A plot cannot be written, or what is shown of one is not in it. */
public final class PlotException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public PlotException(String message) {
		super(message);
	}

	public PlotException(String message, Throwable cause) {
		super(message, cause);
	}

}
