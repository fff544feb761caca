package org.web3ecosystem.catalog.resolve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.catalog.resolve.Resolution.Resolved;
import org.web3ecosystem.catalog.resolve.Resolution.Unresolved;

import static org.assertj.core.api.Assertions.assertThat;

class ResolverTests {

	private final Shelf shelf = new Shelf();

	@Test
	void theNewestThatSatisfiesIsChosenWithAllItNeeds() {
		shelf.put("app 1.0.0", "log ^1.0", "net ~2.1").put("app 1.1.0", "log ^1.0", "net ~2.1");
		shelf.put("log 1.0.0").put("log 1.4.0").put("log 2.0.0").put("net 2.1.0").put("net 2.1.7", "log *");

		assertThat(locked("app", "^1")).containsExactly("app 1.1.0", "log 1.4.0", "net 2.1.7");
	}

	@Test
	void anOlderReleaseIsChosenWhereTheNewestDoesNotGoWithTheOthers() {
		shelf.put("app 1.0.0", "a *", "b *").put("a 2.0.0", "c ^2").put("a 1.0.0", "c ^1");
		shelf.put("b 1.0.0", "c ^1").put("c 1.0.0").put("c 2.0.0");

		assertThat(locked("app", "*")).containsExactly("a 1.0.0", "app 1.0.0", "b 1.0.0", "c 1.0.0");
	}

	@Test
	void aContradictionSaysWhoWantsWhat() {
		shelf.put("app 1.0.0", "a *", "b *").put("a 1.0.0", "c ^1").put("b 1.0.0", "c ^2");
		shelf.put("c 1.0.0").put("c 2.0.0");

		assertThat(reason("app", "*")).contains("no version of c", "a 1.0.0 wants ^1", "b 1.0.0 wants ^2",
				"there are 2.0.0, 1.0.0");
	}

	@Test
	void aCycleIsNamedStepByStep() {
		shelf.put("a 1.0.0", "b *").put("b 1.0.0", "c *").put("c 1.0.0", "a *");

		assertThat(reason("a", "*")).isEqualTo("a cycle: c -> a -> b -> c");
	}

	@Test
	void aCycleThatAnOlderReleaseAvoidsIsAvoided() {
		shelf.put("x 1.0.0", "a *").put("a 1.0.0", "b ^1").put("b 1.0.0").put("b 1.1.0", "a *");

		assertThat(locked("x", "*")).containsExactly("a 1.0.0", "b 1.0.0", "x 1.0.0");
	}

	@Test
	void whatIsNotThereIsNamedWithWhoWantsIt() {
		shelf.put("app 1.0.0", "ghost *");

		assertThat(reason("app", "*")).isEqualTo("there is no package 'ghost', which app 1.0.0 wants");
		assertThat(reason("nobody", "*")).isEqualTo("there is no package 'nobody', which the request wants");
		assertThat(reason("app", "^2")).contains("no version of app", "the request wants ^2");
	}

	@Test
	void aYankedReleaseIsOnlyForWhoNamesIt() {
		shelf.put("app 1.0.0").put("app 1.1.0").yank("app 1.1.0");

		assertThat(locked("app", "^1")).containsExactly("app 1.0.0");
		assertThat(locked("app", "1.1.0")).containsExactly("app 1.1.0");
		shelf.yank("app 1.0.0");
		assertThat(reason("app", "^1")).contains("1.1.0 (yanked)");
	}

	@Test
	void aPreReleaseIsOnlyForWhoInvitesIt() {
		shelf.put("app 1.0.0").put("app 2.0.0-rc.1");

		assertThat(locked("app", "*")).containsExactly("app 1.0.0");
		assertThat(locked("app", ">=2.0.0-beta")).containsExactly("app 2.0.0-rc.1");
	}

	@Test
	void depthAndSizeAreBounded() {
		for (int i = 0; i < 40; i++) {
			shelf.put("p" + i + " 1.0.0", "p" + (i + 1) + " *");
		}
		shelf.put("p40 1.0.0");
		assertThat(reason("p0", "*")).contains("deeper than 32");
		assertThat(locked("p9", "*")).hasSize(32);

		for (int i = 0; i < 20; i++) {
			for (int j = 0; j < 16; j++) {
				shelf.put("leaf" + i + "x" + j + " 1.0.0");
			}
			int row = i;
			shelf.put("row" + i + " 1.0.0",
					IntStream.range(0, 16).mapToObj(j -> "leaf" + row + "x" + j + " *").toArray(String[]::new));
		}
		shelf.put("wide 1.0.0", IntStream.range(0, 20).mapToObj(i -> "row" + i + " *").toArray(String[]::new));
		assertThat(reason("wide", "*")).contains("more than 256 packages");
	}

	/** An exact cover without solution: there is no short way to see that. */
	@Test
	void theWorkIsBoundedWhereEveryChoiceFails() {
		int holes = 9;
		List<String> pigeons = new ArrayList<>();
		for (int hole = 1; hole <= holes; hole++) {
			for (int pigeon = 0; pigeon <= holes; pigeon++) {
				shelf.put("hole" + hole + " " + (pigeon + 1) + ".0.0");
			}
		}
		for (int pigeon = 0; pigeon <= holes; pigeon++) {
			for (int hole = 1; hole <= holes; hole++) {
				shelf.put("pigeon" + pigeon + " " + hole + ".0.0", "hole" + hole + " =" + (pigeon + 1) + ".0.0");
			}
			pigeons.add("pigeon" + pigeon + " *");
		}
		shelf.put("app 1.0.0", pigeons.toArray(String[]::new));

		assertThat(reason("app", "*")).contains("no answer within");
	}

	@Test
	void aLateContradictionIsMendedWhereItComesFrom() {
		List<String> wants = new ArrayList<>(List.of("shared *"));
		for (int i = 0; i < 25; i++) {
			for (int v = 1; v <= 20; v++) {
				shelf.put("p" + i + " " + v + ".0.0");
			}
			wants.add("p" + i + " *");
		}
		shelf.put("late 1.0.0", "shared ^1").put("shared 1.0.0").put("shared 2.0.0");
		wants.add("late *");
		shelf.put("app 1.0.0", wants.toArray(String[]::new));

		assertThat(locked("app", "*")).contains("shared 1.0.0", "p7 20.0.0").hasSize(28);
	}

	@Test
	void twoHundredPackagesAreResolvedAlikeInAnyOrderOfTheShelf() {
		long first = new Random().nextLong();
		int resolved = 0;
		for (long seed = first; seed < first + 20; seed++) {
			Shelf one = generated(new Random(seed));
			Resolution resolution = Resolver.resolve(one, "p0", Constraint.parse("*"));

			assertThat(Resolver.resolve(one.reversed(), "p0", Constraint.parse("*"))).as("seed %d", seed)
				.isEqualTo(resolution);
			if (resolution instanceof Resolved(Lock lock)) {
				assertThat(violations(one, lock)).as("seed %d", seed).isEmpty();
				resolved++;
			}
		}
		assertThat(resolved).as("seeds from %d", first).isPositive();
	}

	/** Dependencies go to higher numbers only, so there is no cycle. */
	private static Shelf generated(Random random) {
		Shelf shelf = new Shelf();
		for (int i = 0; i < 200; i++) {
			for (int version = 1; version <= 3; version++) {
				List<String> wanted = new ArrayList<>();
				for (int d = 0; d < 3 && i < 199; d++) {
					int target = Math.min(199, i + 1 + random.nextInt(8 + i / 4));
					wanted.add("p" + target + " " + (random.nextInt(4) > 0 ? ">=1" : "<=" + (2 + random.nextInt(2))));
				}
				shelf.put("p" + i + " " + version + ".0.0", wanted.stream().distinct().toArray(String[]::new));
			}
		}
		return shelf;
	}

	/** Checked without the resolver: every want of every release locked holds. */
	private static List<String> violations(Shelf shelf, Lock lock) {
		Map<String, Version> there = lock.packages()
			.stream()
			.collect(Collectors.toMap(Lock.Locked::name, Lock.Locked::version));
		List<String> broken = new ArrayList<>();
		there.forEach((name, version) -> shelf.dependencies(name, version).forEach((wanted, constraint) -> {
			if (!there.containsKey(wanted) || !constraint.allows(there.get(wanted))) {
				broken.add(name + " wants " + wanted + " " + constraint);
			}
		}));
		return broken;
	}

	private List<String> locked(String name, String constraint) {
		Resolution resolution = Resolver.resolve(shelf, name, Constraint.parse(constraint));
		assertThat(resolution).isInstanceOf(Resolved.class);
		return ((Resolved) resolution).lock()
			.packages()
			.stream()
			.map(locked -> locked.name() + " " + locked.version())
			.toList();
	}

	private String reason(String name, String constraint) {
		Resolution resolution = Resolver.resolve(shelf, name, Constraint.parse(constraint));
		assertThat(resolution).isInstanceOf(Unresolved.class);
		return ((Unresolved) resolution).reason();
	}

	/**
	 * Packages in memory, written as {@code name version} and {@code name constraint}.
	 */
	private static final class Shelf implements Packages {

		private final SequencedMap<String, List<Release>> releases = new LinkedHashMap<>();

		private final Map<String, SequencedMap<String, Constraint>> dependencies = new TreeMap<>();

		Shelf put(String release, String... wants) {
			String[] parts = release.split(" ");
			releases.computeIfAbsent(parts[0], name -> new ArrayList<>())
				.add(new Release(Version.parse(parts[1]), false, "digest of " + release));
			SequencedMap<String, Constraint> wanted = new LinkedHashMap<>();
			for (String want : wants) {
				wanted.put(want.substring(0, want.indexOf(' ')),
						Constraint.parse(want.substring(want.indexOf(' ') + 1)));
			}
			dependencies.put(release, wanted);
			return this;
		}

		void yank(String release) {
			String[] parts = release.split(" ");
			releases.get(parts[0])
				.replaceAll(before -> before.version().equals(Version.parse(parts[1]))
						? new Release(before.version(), true, before.digest()) : before);
		}

		Shelf reversed() {
			Shelf other = new Shelf();
			releases.forEach((name, all) -> other.releases.put(name, new ArrayList<>(all.reversed())));
			other.dependencies.putAll(dependencies);
			return other;
		}

		@Override
		public List<Release> releases(String name) {
			return releases.getOrDefault(name, List.of());
		}

		@Override
		public SequencedMap<String, Constraint> dependencies(String name, Version version) {
			return dependencies.get(name + " " + version);
		}

	}

}
