package org.web3ecosystem.systemtest.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The packaged jar as the image has it: taken apart by its own tools, and beside it an
 * AOT cache (JEP 514) of what a node in phase 3 has loaded. What runs from it starts with
 * a quarter less work. Made when it is first asked for, once in a run.
 */
final class TakenApart {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static @Nullable Path jar;

	private TakenApart() {
	}

	/** The jar to run, with its cache beside it. */
	static synchronized Path jar() {
		Path made = jar;
		if (made == null) {
			made = make(Scratch.directory(TakenApart.class));
			jar = made;
		}
		return made;
	}

	private static Path make(Path work) {
		Path apart = Platform.extracted(work.resolve("app"));
		Path loaded = work.resolve("loaded");
		try (Processes federation = new Processes(work, Machines.loopback(), 2, apart)) {
			TestNode recorded = federation.node(2);
			federation.precede(recorded, Platform.recording(loaded));
			federation.start();
			recorded.awaitPhase(3, PATIENCE);
			federation.stop(recorded);
		}
		Program.run(Platform.caching(apart, loaded)).successfully();
		if (!Files.isRegularFile(cache(apart))) {
			throw new AssertionError("the JVM made no cache of " + loaded);
		}
		return apart;
	}

	/** Where the cache of a jar is, if it has one. */
	static Path cache(Path jar) {
		return jar.resolveSibling(jar.getFileName() + ".aot");
	}

}
