package org.web3ecosystem.bootstrap.monitor;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.discovery.TraditionalNames;
import org.web3ecosystem.bootstrap.table.Capability;
import org.web3ecosystem.spi.Stopgap;
import org.web3ecosystem.spi.health.Component;

/**
 * Whether the zone's name server of this process has answered and does so no more. Names
 * are then answered by {@code traditional} alone, which is a fallback although it sits
 * first: clients of the name server have lost theirs. A process that never had one lacks
 * nothing. Thread-safe.
 */
public final class LostNameServer implements Supplier<Optional<Stopgap>> {

	private final Supplier<List<Component>> components;

	private volatile @Nullable Component server;

	/**
	 * @param components those of this process; asked for when it is first looked
	 */
	public LostNameServer(Supplier<List<Component>> components) {
		this.components = components;
	}

	@Override
	public Optional<Stopgap> get() {
		for (Component component : components.get()) {
			if (component.capabilities().contains(Capability.TRUSTCHAIN_DNS.key())) {
				server = component;
				return Optional.empty();
			}
		}
		Component lost = server;
		return lost == null ? Optional.empty()
				: Optional.of(new Stopgap(TraditionalNames.NAME, lost.name(), lost.health().reason()));
	}

}
