package org.web3ecosystem.spi.consensus;

/**
 * A write was not decided in time. It is in the {@link WriteQueue}, on disk, and will be.
 */
public final class QueuedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String id;

	/**
	 * @param id of the entry in the queue
	 */
	public QueuedException(String id) {
		super("the write waits in the queue as " + id);
		this.id = id;
	}

	/** Of the entry in the queue. */
	public String id() {
		return id;
	}

}
