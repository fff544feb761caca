package org.web3ecosystem.platform.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.web3ecosystem.spi.discovery.Name;

/** A component that has an interface here, and may be served by another process. */
public enum ServedComponent {

	/** Certificates, their log, names and ACME. */
	TRUSTCHAIN(Resource.TRUST, Resource.REVOCATION_STATUS, Resource.NAMES, Resource.LOG, Resource.JOIN_TOKENS,
			Resource.ORDERS),

	/** The ledger, assets and leases. */
	HYPERMESH(Resource.TRANSACTIONS, Resource.LEDGER, Resource.QUEUE, Resource.ASSETS),

	/** Packages. */
	CATALOG(Resource.PACKAGES),

	/** Money. */
	CAESAR(Resource.ECONOMY);

	private final Set<Resource> resources;

	ServedComponent(Resource... resources) {
		this.resources = Set.of(resources);
	}

	/** Whose this resource is, if it is one component's. */
	public static Optional<ServedComponent> of(Resource resource) {
		return Arrays.stream(values()).filter(component -> component.resources.contains(resource)).findFirst();
	}

	/** As in settings and profiles. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Under which processes that serve it are found, such as {@code _caesar._tcp}. */
	public Name service(Name zone) {
		return zone.child("_tcp").child("_" + this);
	}

}
