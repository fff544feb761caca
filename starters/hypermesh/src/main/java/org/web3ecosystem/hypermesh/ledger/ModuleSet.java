package org.web3ecosystem.hypermesh.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.genesis.Genesis;

/** The modules of the ledger, exactly those that the genesis document lists. */
public final class ModuleSet {

	private final Map<String, LedgerModule> byName = new TreeMap<>();

	private ModuleSet() {
	}

	/**
	 * @throws ModuleSetException if these are not the genesis document's modules: this
	 * node would compute another state than the others
	 */
	public static ModuleSet of(Genesis genesis, Collection<? extends LedgerModule> modules) {
		ModuleSet set = new ModuleSet();
		for (LedgerModule module : modules) {
			if (module.name().equals(GenesisState.LEDGER) || set.byName.put(module.name(), module) != null) {
				throw new ModuleSetException("two ledger modules have the name '" + module.name() + "'");
			}
		}
		if (!set.byName.keySet().equals(new TreeSet<>(genesis.modules()))) {
			throw new ModuleSetException("the genesis document wants the ledger modules "
					+ List.copyOf(new TreeSet<>(genesis.modules())) + ", this process has " + set.byName.keySet());
		}
		return set;
	}

	/** By name. */
	Collection<LedgerModule> all() {
		return byName.values();
	}

	Optional<LedgerModule> find(String name) {
		return Optional.ofNullable(byName.get(name));
	}

}
