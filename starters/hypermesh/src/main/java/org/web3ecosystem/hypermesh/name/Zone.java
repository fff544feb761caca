package org.web3ecosystem.hypermesh.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;

/** The federation's zone and the subtrees in it that have an owner. */
record Zone(Name apex) {

	Zone(String zone) {
		this(new Name(zone));
	}

	/** {@code <node>.node.<zone>}. */
	Name node(String node) {
		return apex.child("node").child(node);
	}

	/** The node whose name this is or lies below. */
	Optional<String> nodeOf(Name name) {
		return below(apex.child("node"), name);
	}

	/** The asset whose name this is. */
	Optional<String> assetOf(Name name) {
		Name assets = apex.child("asset");
		return below(assets, name).filter(label -> assets.child(label).equals(name));
	}

	boolean isAssetTree(Name name) {
		return name.isWithin(apex.child("asset"));
	}

	/** The names between this one and the apex, without both. */
	List<Name> ancestors(Name name) {
		List<Name> ancestors = new ArrayList<>();
		Name next = name;
		while (!next.equals(apex)) {
			if (!next.equals(name)) {
				ancestors.add(next);
			}
			next = new Name(next.text().substring(next.text().indexOf('.') + 1));
		}
		return ancestors;
	}

	private static Optional<String> below(Name tree, Name name) {
		if (!name.isWithin(tree) || name.equals(tree)) {
			return Optional.empty();
		}
		String rest = name.text().substring(0, name.text().length() - tree.text().length() - 1);
		return Optional.of(rest.substring(rest.lastIndexOf('.') + 1));
	}

}
