package org.web3ecosystem.hypermesh.name;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.ledger.LedgerSnapshot;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * All names of a snapshot of the ledger. What is over is judged by the snapshot's own
 * time, and whoever is silent is listed nevertheless, so that every node lists the same.
 */
public final class LedgerZone implements ZoneListing {

	private static final Set<String> MODULES = Set.of(NameModule.NAME, AssetModule.NAME);

	private final Genesis genesis;

	private final VerifiableLedger ledger;

	public LedgerZone(Genesis genesis, VerifiableLedger ledger) {
		this.genesis = genesis;
		this.ledger = ledger;
	}

	@Override
	public CompletionStage<Contents> list() {
		try {
			return ledger.snapshot().thenApply(snapshot -> {
				try (snapshot) {
					return contents(snapshot);
				}
			});
		}
		catch (UnavailableException notNow) {
			return CompletableFuture.failedFuture(notNow);
		}
	}

	private Contents contents(LedgerSnapshot snapshot) {
		Instant now = snapshot.root().root().consensusTime();
		ZoneCensus census = new ZoneCensus(genesis, now);
		snapshot.walk(MODULES, (module, key, value) -> {
			switch (module) {
				case NameModule.NAME -> census.name(key, value);
				default -> census.asset(key, value);
			}
		});
		return new Contents(snapshot.root().root().height(), census.names());
	}

}
