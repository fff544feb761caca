package org.web3ecosystem.stoq.forward;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.web3ecosystem.spi.NodeId;

/**
 * What peers may reach through this node: nothing but what a rule says.
 *
 * @param rules any of which is enough
 */
public record AllowList(List<Rule> rules) {

	/** Nothing for nobody. */
	public static final AllowList NOTHING = new AllowList(List.of());

	public AllowList {
		rules = List.copyOf(rules);
	}

	boolean allows(NodeId peer, Target target) {
		return rules.stream().anyMatch(rule -> rule.targets().contains(target) && rule.peers().test(peer));
	}

	/** How many targets it names. */
	public int size() {
		return (int) rules.stream().flatMap(rule -> rule.targets().stream()).distinct().count();
	}

	/**
	 * Some peers and what they may reach.
	 *
	 * @param peers whether a peer is one of them
	 * @param targets exactly these
	 */
	public record Rule(Predicate<NodeId> peers, Set<Target> targets) {

		public Rule {
			targets = Set.copyOf(targets);
		}

	}

}
