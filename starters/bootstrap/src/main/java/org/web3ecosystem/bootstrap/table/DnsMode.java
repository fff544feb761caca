package org.web3ecosystem.bootstrap.table;

import java.util.List;

/** Where names are looked up: {@code dns_mode}. */
public enum DnsMode implements Mode {

	TRADITIONAL("traditional", List.of("traditional")),

	HYBRID("hybrid", List.of("traditional", "hypermesh")),

	FEDERATED_PRIMARY("federated_primary", List.of("hypermesh", "traditional")),

	FEDERATED_ONLY("federated_only", List.of("hypermesh"));

	private final String key;

	private final List<String> offers;

	DnsMode(String key, List<String> offers) {
		this.key = key;
		this.offers = offers;
	}

	@Override
	public String key() {
		return key;
	}

	@Override
	public List<String> offers() {
		return offers;
	}

}
