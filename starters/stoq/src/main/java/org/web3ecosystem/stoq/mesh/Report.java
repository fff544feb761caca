package org.web3ecosystem.stoq.mesh;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.web3ecosystem.spi.NodeId;

/**
 * What one validator says of the nodes that do not validate.
 *
 * @param heard how long ago it heard each, when it answered
 * @param at when it was asked, in nanoseconds of this machine: an answer that took its
 * time makes nobody younger
 */
record Report(Map<NodeId, Duration> heard, long at) {

	Report {
		heard = Map.copyOf(heard);
	}

	/** Whether it is not older than that. */
	boolean isFresh(long now, Duration oldest) {
		return now - at <= oldest.toNanos();
	}

	/** A node that is not in it was not heard. */
	private boolean hears(NodeId node, long now, Duration silent) {
		Duration age = heard.get(node);
		return age != null && age.plusNanos(now - at).compareTo(silent) <= 0;
	}

	/**
	 * Who is silent: was heard once by this node or by more validators than may lie, and
	 * for a while by none of those that tell. So one that lies can keep a dead node in
	 * answers, not a living one out of them.
	 * @param reports fresh ones of a quorum, this node's own first if it validates
	 * @param own whether the first is this node's
	 * @param f how many may lie
	 * @param silent the while
	 */
	static Set<NodeId> silent(List<Report> reports, boolean own, int f, long now, Duration silent) {
		Set<NodeId> all = new HashSet<>();
		reports.forEach(report -> all.addAll(report.heard.keySet()));
		all.removeIf(node -> reports.stream().anyMatch(report -> report.hears(node, now, silent))
				|| !(own && reports.getFirst().heard.containsKey(node))
						&& reports.stream().filter(report -> report.heard.containsKey(node)).count() <= f);
		return Set.copyOf(all);
	}

}
