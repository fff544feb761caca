package org.web3ecosystem.bootstrap.table;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a component provides to others, from which phase on. */
public enum Capability {

	STOQ_TRANSPORT("stoq", 0), TRUSTCHAIN_CA("trustchain", 0), TRUSTCHAIN_DNS("trustchain", 0),
	TRUSTCHAIN_FULL("trustchain", 1), HYPERMESH_ASSETS("hypermesh", 1), HYPERMESH_CONSENSUS("hypermesh", 1),
	ALL_SERVICES("bootstrap", 1), FULL_CONSENSUS("bootstrap", 3), FULL_FEDERATION("bootstrap", 3),
	AUTONOMOUS("bootstrap", 3);

	private final String component;

	private final int from;

	Capability(String component, int from) {
		this.component = component;
		this.from = from;
	}

	/** As bootstrap.toml writes it. */
	public String key() {
		return name().toLowerCase(java.util.Locale.ROOT);
	}

	/** Who provides it. */
	public String component() {
		return component;
	}

	/** The phase it is first provided in. */
	public int from() {
		return from;
	}

	public static Optional<Capability> find(String key) {
		return Arrays.stream(values()).filter(capability -> capability.key().equals(key)).findFirst();
	}

	public static String known() {
		return Arrays.stream(values()).map(Capability::key).collect(Collectors.joining(", "));
	}

}
