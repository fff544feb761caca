package org.web3ecosystem.trustchain.autoconfigure;

import java.time.Instant;
import java.util.function.LongSupplier;

import org.springframework.beans.factory.ObjectProvider;

import org.web3ecosystem.spi.consensus.Ledger;

/**
 * The zone's serial: when the federation began, plus how often its ledger changed. The
 * same on every node that has the same names, and it only grows.
 */
final class ZoneSerial implements LongSupplier {

	private final Instant genesis;

	private final ObjectProvider<Ledger> ledger;

	ZoneSerial(Instant genesis, ObjectProvider<Ledger> ledger) {
		this.genesis = genesis;
		this.ledger = ledger;
	}

	@Override
	public long getAsLong() {
		Ledger known = ledger.getIfAvailable();
		return genesis.getEpochSecond() + ((known != null) ? known.height().number() : 0);
	}

}
