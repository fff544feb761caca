package org.web3ecosystem.catalog.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.catalog.resolve.Lock.Locked;

/**
 * Chooses one release of each package that is wanted, directly or by another, so that
 * every constraint holds and nothing needs itself. Wants are settled in the order they
 * are met, the newest release first; on a contradiction the latest of the choices that
 * are to blame is changed (conflict-directed backjumping). The same packages give the
 * same answer, found or not, on every machine: the work is counted, not timed. The reason
 * for a failure is the first contradiction met, that of the newest releases.
 */
public final class Resolver {

	/** How many packages one answer may have. */
	public static final int MAX_PACKAGES = 256;

	/** How far from the root a package may be. */
	public static final int MAX_DEPTH = 32;

	private static final int MAX_WANTS = 1_024;

	private static final int MAX_STEPS = 100_000;

	private static final int MAX_REASON = 512;

	private final Packages packages;

	private final SequencedMap<String, Release> chosen = new LinkedHashMap<>();

	private final List<Want> wants = new ArrayList<>();

	private final Map<String, SequencedMap<String, Constraint>> known = new HashMap<>();

	private int steps;

	private @Nullable String firstFailure;

	private Resolver(Packages packages) {
		this.packages = packages;
	}

	/** Somebody wants something. */
	private record Want(String wanter, String version, String name, Constraint constraint, int depth) {

		String by() {
			return version.isEmpty() ? wanter : wanter + " " + version;
		}

		@Override
		public String toString() {
			return by() + " wants " + constraint;
		}

	}

	/** A bound was reached. */
	private static final class BoundException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		BoundException(String message) {
			super(message);
		}

	}

	/** Finds the newest releases for a want from outside. */
	public static Resolution resolve(Packages packages, String name, Constraint constraint) {
		Resolver resolver = new Resolver(packages);
		resolver.wants.add(new Want("the request", "", name, constraint, 1));
		try {
			return resolver.settle(0) == null ? new Resolution.Resolved(resolver.lock()) : resolver.unresolved();
		}
		catch (BoundException bound) {
			return new Resolution.Unresolved(String.valueOf(bound.getMessage()));
		}
	}

	private Resolution unresolved() {
		String reason = Objects.requireNonNullElse(firstFailure, "nothing fits");
		return new Resolution.Unresolved(reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "…" : reason);
	}

	private Lock lock() {
		return new Lock(chosen.entrySet()
			.stream()
			.map(entry -> new Locked(entry.getKey(), entry.getValue().version(), entry.getValue().digest()))
			.toList());
	}

	/**
	 * Settles all wants from one on.
	 * @return null if that was possible, else the packages whose choice is to blame
	 */
	private @Nullable Set<String> settle(int next) {
		if (next == wants.size()) {
			return null;
		}
		step();
		Want want = wants.get(next);
		Release before = chosen.get(want.name());
		if (before == null) {
			return settle(want, next);
		}
		List<Want> wanters = wantersOf(want.name());
		return allow(before, wanters) ? settle(next + 1)
				: blame(contradiction(want.name()), Stream.concat(Stream.of(want.name()), packages(wanters)));
	}

	private @Nullable Set<String> settle(Want want, int next) {
		Set<String> blamed = new HashSet<>();
		for (Release candidate : candidates(want)) {
			Set<String> culprits = choose(want, candidate, next);
			if (culprits == null) {
				return null;
			}
			if (!culprits.remove(want.name())) {
				// another release of this package would meet the same contradiction
				return culprits;
			}
			blamed.addAll(culprits);
		}
		packages(wantersOf(want.name())).forEach(blamed::add);
		return blamed;
	}

	private static Stream<String> packages(List<Want> wanters) {
		return wanters.stream().map(Want::wanter);
	}

	private void step() {
		if (++steps > MAX_STEPS) {
			throw new BoundException("no answer within " + MAX_STEPS + " steps");
		}
	}

	private @Nullable Set<String> choose(Want want, Release candidate, int next) {
		int mark = wants.size();
		chosen.put(want.name(), candidate);
		dependencies(want.name(), candidate).forEach((name, constraint) -> wants
			.add(new Want(want.name(), candidate.version().toString(), name, constraint, want.depth() + 1)));
		requireBounds(want);
		List<String> cycle = cycle(want.name());
		Set<String> culprits = cycle.isEmpty() ? settle(next + 1)
				: blame("a cycle: " + String.join(" -> ", cycle), cycle.stream());
		if (culprits != null) {
			wants.subList(mark, wants.size()).clear();
			chosen.remove(want.name());
		}
		return culprits;
	}

	private void requireBounds(Want want) {
		if (chosen.size() > MAX_PACKAGES || wants.size() > MAX_WANTS) {
			throw new BoundException("more than " + MAX_PACKAGES + " packages or " + MAX_WANTS + " dependencies");
		}
		if (want.depth() > MAX_DEPTH) {
			throw new BoundException("dependencies are deeper than " + MAX_DEPTH + ", at " + want.name());
		}
	}

	private List<Release> candidates(Want want) {
		List<Release> releases = packages.releases(want.name());
		List<Want> wanters = wantersOf(want.name());
		List<Release> candidates = releases.stream()
			.filter(release -> allow(release, wanters))
			.sorted(Comparator.comparing(Release::version).reversed())
			.toList();
		if (candidates.isEmpty()) {
			note(releases.isEmpty() ? "there is no package '" + want.name() + "', which " + want.by() + " wants"
					: contradiction(want.name()));
		}
		return candidates;
	}

	private List<Want> wantersOf(String name) {
		return wants.stream().filter(want -> want.name().equals(name)).toList();
	}

	/** Whether a release satisfies everybody who is known to want its package. */
	private boolean allow(Release release, List<Want> wanters) {
		boolean named = false;
		for (Want want : wanters) {
			step();
			if (!want.constraint().allows(release.version())) {
				return false;
			}
			named |= want.constraint().exact().isPresent();
		}
		return named || !release.yanked();
	}

	private String contradiction(String name) {
		String who = wantersOf(name).stream().map(Want::toString).distinct().limit(8).collect(Collectors.joining(", "));
		String there = packages.releases(name)
			.stream()
			.sorted(Comparator.comparing(Release::version).reversed())
			.limit(8)
			.map(release -> release.version() + (release.yanked() ? " (yanked)" : ""))
			.collect(Collectors.joining(", "));
		return "no version of " + name + " satisfies everybody: " + who + "; there are " + there;
	}

	private Set<String> blame(String reason, Stream<String> culprits) {
		note(reason);
		return culprits.collect(Collectors.toCollection(HashSet::new));
	}

	private void note(String reason) {
		if (firstFailure == null) {
			firstFailure = reason;
		}
	}

	/** The shortest way from a chosen package back to itself, empty if there is none. */
	private List<String> cycle(String start) {
		Map<String, String> from = new HashMap<>();
		Deque<String> queue = new ArrayDeque<>(List.of(start));
		while (!queue.isEmpty()) {
			String here = queue.remove();
			Release release = chosen.get(here);
			if (release == null) {
				continue;
			}
			for (String there : dependencies(here, release).keySet()) {
				step();
				if (there.equals(start)) {
					return way(start, here, from);
				}
				if (from.putIfAbsent(there, here) == null) {
					queue.add(there);
				}
			}
		}
		return List.of();
	}

	private static List<String> way(String start, String last, Map<String, String> from) {
		List<String> way = new ArrayList<>(List.of(start));
		for (String step = last; !step.equals(start); step = Objects.requireNonNull(from.get(step))) {
			way.add(1, step);
		}
		way.add(start);
		return way;
	}

	private SequencedMap<String, Constraint> dependencies(String name, Release release) {
		return known.computeIfAbsent(name + " " + release.version(),
				key -> packages.dependencies(name, release.version()));
	}

}
