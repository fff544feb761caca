package org.web3ecosystem.trustchain.ca;

import java.util.List;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.path.LeafRules;

/**
 * Which names a node may have in a certificate. Its own name, always; IP addresses are
 * left to the issuer's name constraints. Beyond that an operator may have other names of
 * the zone, but never another node's.
 *
 * @param zone the federation's zone
 */
public record NamePolicy(String zone) {

	/** How far a request may reach. */
	public enum Reach {

		/** The node's own names, its addresses and {@code localhost}. */
		OWN,
		/** Also names in the zone that are no node's. */
		ZONE

	}

	/** The DNS name of a node. */
	public String nodeName(String name) {
		return name + ".node." + zone;
	}

	/**
	 * The names to certify.
	 * @param node short name of the node that asks
	 * @throws RejectedException naming a name it may not have
	 */
	public List<String> certified(Purpose purpose, String node, List<String> wanted, Reach reach) {
		String own = nodeName(node);
		switch (purpose) {
			case NODE -> {
				refuseUnless(wanted.stream().allMatch(own::equals), wanted);
				return List.of(own);
			}
			case OPERATOR -> {
				refuseUnless(wanted.isEmpty(), wanted);
				return List.of();
			}
			case SERVER -> {
				if (wanted.isEmpty() || wanted.size() > LeafRules.MAX_NAMES) {
					throw new RejectedException("a server certificate has 1 to " + LeafRules.MAX_NAMES + " names");
				}
				wanted.forEach(name -> refuseUnless(mayServe(name, own, reach), List.of(name)));
				return wanted;
			}
		}
		throw new IllegalStateException("no such purpose");
	}

	private boolean mayServe(String name, String own, Reach reach) {
		if (SigningRequest.isAddress(name) || name.equals("localhost") || name.equals(own)
				|| name.endsWith("." + own)) {
			return true;
		}
		String nodes = "node." + zone;
		return reach == Reach.ZONE && (name.equals(zone) || name.endsWith("." + zone)) && !name.equals(nodes)
				&& !name.endsWith("." + nodes);
	}

	private static void refuseUnless(boolean allowed, List<String> names) {
		if (!allowed) {
			throw RejectedException.of("trustchain:name-not-own",
					"no certificate for " + String.join(", ", names) + ": not this node's name");
		}
	}

}
