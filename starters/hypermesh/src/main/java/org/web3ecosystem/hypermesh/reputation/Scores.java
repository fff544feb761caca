package org.web3ecosystem.hypermesh.reputation;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.NodeId;

/**
 * Decaying scores of other nodes. Told to nobody and used for one thing: whom to ask
 * first. Thread-safe; bounded.
 */
public final class Scores {

	/** More nodes than are asked; the one heard of longest ago is forgotten. */
	private static final int MOST = 1_024;

	private final ReputationRules rules;

	private final LongSupplier nanoTime;

	private final SequencedMap<NodeId, Score> scores = new LinkedHashMap<>();

	/**
	 * How a node stands here.
	 *
	 * @param value as it was at {@code nanos}
	 * @param deeds how often it did what, since it is remembered
	 */
	public record Score(double value, long nanos, Map<Deed, Long> deeds) {

		public Score {
			deeds = Map.copyOf(deeds);
		}

	}

	public Scores(ReputationRules rules, LongSupplier nanoTime) {
		this.rules = rules;
		this.nanoTime = nanoTime;
	}

	public synchronized void record(NodeId node, Deed deed) {
		long now = nanoTime.getAsLong();
		Score before = scores.remove(node);
		Map<Deed, Long> deeds = new EnumMap<>(Deed.class);
		if (before != null) {
			deeds.putAll(before.deeds());
		}
		deeds.merge(deed, 1L, Long::sum);
		double value = Math.min(rules.most(), value(before, now) + rules.of(deed));
		scores.putLast(node, new Score(value, now, deeds));
		if (scores.size() > MOST) {
			scores.pollFirstEntry();
		}
	}

	/** 0 of who is not known. */
	public synchronized double of(NodeId node) {
		return value(scores.get(node), nanoTime.getAsLong());
	}

	private double value(@Nullable Score score, long now) {
		return score == null ? 0
				: score.value() * Math.pow(0.5, (double) (now - score.nanos()) / rules.halfLife().toNanos());
	}

	/** Whether the others are asked before this one. */
	public boolean isAskedLast(NodeId node) {
		return of(node) < rules.askedLast();
	}

	/** As they are now. */
	public synchronized SortedMap<NodeId, Score> all() {
		long now = nanoTime.getAsLong();
		SortedMap<NodeId, Score> all = new TreeMap<>();
		new HashMap<>(scores).forEach((node, score) -> all.put(node, new Score(value(score, now), now, score.deeds())));
		return all;
	}

}
