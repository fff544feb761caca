package org.web3ecosystem.spi.consensus;

import org.web3ecosystem.spi.Height;

/**
 * Is told of every committed block, in order. A bean of this type is told from the start
 * of the ledger on, on a validator and on a node that observes alike.
 * <p>
 * Laws, tested by {@code BlockFeedContract}:
 * <ol>
 * <li>heights ascend by one from {@link #from} on, each told once, by {@link #block} or
 * within a {@link #gap};
 * <li>one call at a time, in which it may block: neither the ledger nor other listeners
 * wait for it;
 * <li>a call that throws is made again, a second later;
 * <li>a process that starts again asks {@link #from} again. Who keeps the height of the
 * last block together with what it made of it, sees each block once.
 * </ol>
 */
public interface BlockListener {

	/** The first height it wants to be told of. Asked once, before the first call. */
	Height from();

	/** The next block. */
	void block(CommittedBlock block);

	/**
	 * This node has not kept the blocks in between, and nobody gave them: it was away for
	 * too long, or had another's state transferred. What they left is in the state.
	 * @param from the first that is not there
	 * @param next the first that is there again, told next
	 */
	void gap(Height from, Height next);

}
