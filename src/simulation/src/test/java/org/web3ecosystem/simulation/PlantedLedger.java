package org.web3ecosystem.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.hypermesh.ledger.LedgerLimits;
import org.web3ecosystem.hypermesh.ledger.LedgerServer;
import org.web3ecosystem.hypermesh.ledger.Validators;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.state.ProvenEntry;

/** A ledger with mistakes. */
final class PlantedLedger {

	private PlantedLedger() {
	}

	static VerifiableLedger over(VerifiableLedger honest, Set<Planted> planted, boolean observes, Validators validators,
			LedgerLimits limits) {
		boolean stale = planted.contains(Planted.STALE_NOT_MARKED);
		boolean unverified = planted.contains(Planted.READS_NOT_VERIFIED) && observes;
		if (!stale && !unverified) {
			return honest;
		}
		return (VerifiableLedger) Proxy.newProxyInstance(PlantedLedger.class.getClassLoader(),
				new Class<?>[] { VerifiableLedger.class }, (proxy, method, arguments) -> {
					if (stale && method.getName().equals("age")) {
						return Duration.ZERO;
					}
					if (unverified && method.getName().equals("read")) {
						return read(honest, (String) arguments[0], (String) arguments[1], validators, limits);
					}
					try {
						return method.invoke(honest, arguments);
					}
					catch (InvocationTargetException thrown) {
						throw thrown.getCause();
					}
				});
	}

	private static CompletionStage<?> read(VerifiableLedger honest, String module, String key, Validators validators,
			LedgerLimits limits) {
		List<LedgerServer> servers = validators.servers(honest.roster());
		return servers.get(key.charAt(key.length() - 1) % servers.size())
			.prove(module, key, limits.requestDeadline())
			.thenApply(answer -> ProvenEntry.decode(answer).value());
	}

}
