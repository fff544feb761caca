package org.web3ecosystem.catalog.autoconfigure;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.springframework.beans.factory.ObjectProvider;
import org.web3ecosystem.catalog.ledger.CatalogueModule;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * The ledger of this process, looked for when it is needed. A process may have none, and
 * a federation may have one without a catalogue: then nothing is read, rather than
 * nothing found.
 */
record OwnLedger(ObjectProvider<Ledger> provider, Genesis genesis) implements Ledger {

	private boolean hasCatalogue() {
		return genesis.modules().contains(CatalogueModule.NAME);
	}

	private Optional<Ledger> ledger() {
		return Optional.ofNullable(hasCatalogue() ? provider.getIfAvailable() : null);
	}

	private UnavailableException none() {
		return new UnavailableException(
				hasCatalogue() ? "this process has no ledger: it runs without the component hypermesh"
						: "this federation has no catalogue");
	}

	@Override
	public CompletionStage<Receipt> submit(String module, byte[] command) {
		return ledger().map(ledger -> ledger.submit(module, command))
			.orElseGet(() -> CompletableFuture.failedFuture(none()));
	}

	@Override
	public CompletionStage<Receipt> submit(String module, byte[] command, ProofBundle bundle) {
		return ledger().map(ledger -> ledger.submit(module, command, bundle))
			.orElseGet(() -> CompletableFuture.failedFuture(none()));
	}

	@Override
	public CompletionStage<Optional<byte[]>> read(String module, String key) {
		return ledger().map(ledger -> ledger.read(module, key)).orElseGet(() -> CompletableFuture.failedFuture(none()));
	}

	@Override
	public Height height() {
		return ledger().map(Ledger::height).orElseThrow(this::none);
	}

}
