package org.web3ecosystem.catalog.resolve;

import java.util.List;
import java.util.SequencedMap;

/** What there is to choose from. Answers the same for as long as one choice is made. */
public interface Packages {

	/** All releases of a package in any order; empty if there is no such package. */
	List<Release> releases(String name);

	/** What a release wants besides itself, in the order of its manifest. */
	SequencedMap<String, Constraint> dependencies(String name, Version version);

}
