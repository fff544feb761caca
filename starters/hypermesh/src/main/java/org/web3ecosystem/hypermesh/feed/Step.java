package org.web3ecosystem.hypermesh.feed;

import java.util.List;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.consensus.CommittedBlock;

/** What there is at a height of the feed. */
public sealed interface Step {

	/** Blocks, that of the height asked for first. */
	record Blocks(List<CommittedBlock> blocks) implements Step {

		public Blocks {
			blocks = List.copyOf(blocks);
		}

	}

	/** Not there yet. */
	record Coming() implements Step {
	}

	/**
	 * Not there, and it will not come.
	 *
	 * @param next the first height that is there again
	 */
	record Gap(Height from, Height next) implements Step {
	}

}
