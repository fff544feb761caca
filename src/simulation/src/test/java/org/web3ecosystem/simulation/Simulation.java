package org.web3ecosystem.simulation;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogManager;

/**
 * One run.
 *
 * @param broken what did not hold, if something did not
 * @param history what happened last
 * @param fingerprint of all that happened
 * @param writes how many were done
 * @param blocks how many there were
 */
record Simulation(long seed, Optional<String> broken, String history, long fingerprint, int writes, int blocks) {

	static {
		LogManager.getLogManager().reset();
		RememberedSignatures.install();
	}

	static Simulation run(long seed, Set<Planted> planted) {
		AtomicReference<Simulation> run = new AtomicReference<>();
		try {
			Thread.ofVirtual().start(() -> run.set(here(seed, planted))).join();
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
		return Objects.requireNonNull(run.get(), "the world fell apart: seed " + seed);
	}

	private static Simulation here(long seed, Set<Planted> planted) {
		World world = new World(seed);
		Federation federation = new Federation(world, planted);
		federation.begin();
		world.run();
		return new Simulation(seed, world.brokenInvariant(), world.history(), world.fingerprint(),
				federation.observations().done(), federation.observations().heights());
	}

	/** For whoever sees it fail: how it is seen again. */
	String replay() {
		return "seed " + seed + ": " + broken.orElse("nothing broke")
				+ "\nagain with: mvn -pl src/simulation -am verify"
				+ " -Dtest=SimulatorTests -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=" + seed + "\n"
				+ history;
	}

}
