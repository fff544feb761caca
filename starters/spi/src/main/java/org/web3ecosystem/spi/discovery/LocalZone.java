package org.web3ecosystem.spi.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names of the federation's zone that this node's operator has on this machine, besides
 * those of the genesis document. They are answered from here, by this node alone, and
 * move into the ledger, where all have them. Immutable.
 */
public final class LocalZone {

	/** No names. */
	public static final LocalZone EMPTY = new LocalZone(List.of());

	private final Map<Name, ServiceRegistration> registrations = new LinkedHashMap<>();

	/**
	 * @param registrations each name once
	 * @throws IllegalArgumentException if a name is there twice
	 */
	public LocalZone(List<ServiceRegistration> registrations) {
		for (ServiceRegistration each : registrations) {
			if (this.registrations.putIfAbsent(each.name(), each) != null) {
				throw new IllegalArgumentException(each.name() + " is there twice");
			}
		}
	}

	/** What is to be registered, in the order in which it was written. */
	public List<ServiceRegistration> registrations() {
		return new ArrayList<>(registrations.values());
	}

	/** What there is for exactly this name. */
	public Optional<ServiceRegistration> find(Name name) {
		return Optional.ofNullable(registrations.get(name));
	}

	/** Whether there is a name below this one, which therefore exists (RFC 8020). */
	public boolean hasBelow(Name name) {
		return registrations.keySet().stream().anyMatch(each -> !each.equals(name) && each.isWithin(name));
	}

}
