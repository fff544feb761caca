package org.web3ecosystem.spitest.consensus;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;

/** A block as ordered; every replica gets a copy, so that none can spoil another's. */
record LocalBlock(long round, List<Ordered> transactions) {

	static LocalBlock of(long round, List<byte[]> transactions, Supplier<Instant> tick) {
		return new LocalBlock(round,
				transactions.stream().map(transaction -> new Ordered(transaction, tick.get(), null)).toList());
	}

	Block copy(Epoch epoch) {
		return new Block(epoch, round, transactions.getLast().consensusTime(),
				transactions.stream()
					.map(ordered -> new Ordered(ordered.transaction().clone(), ordered.consensusTime(), null))
					.toList());
	}

}
