package org.web3ecosystem.platform.kubernetes;

/** What a cluster keeps for us. */
enum Kind {

	/** Anybody in the namespace may read it. */
	CONFIG_MAP("configmaps"),

	/** Who is allowed to by name may read it. */
	SECRET("secrets");

	private final String resource;

	Kind(String resource) {
		this.resource = resource;
	}

	/** The word in a path. */
	String resource() {
		return resource;
	}

}
