package org.web3ecosystem.platform.launch;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The main class of the jar. Compiled for Java 17, as Spring Boot's loader is, so that it
 * can say in one line that the rest needs Java 25, and where one lies if one does.
 */
public final class Launcher {

	private static final int NEEDED = 25;

	private static final int EX_UNAVAILABLE = 69;

	private static final String APPLICATION = "org.web3ecosystem.platform.PlatformApplication";

	private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

	private static final int LEAST_CARRIERS = 16;

	private Launcher() {
	}

	/**
	 * Hands over to the application, or says what is missing.
	 * @throws ReflectiveOperationException if the jar is incomplete
	 */
	public static void main(String[] arguments) throws ReflectiveOperationException {
		Runtime.Version version = Runtime.version();
		if (version.feature() < NEEDED) {
			System.err.println(complaint(version, candidates(Path.of(System.getProperty("java.home")),
					Optional.ofNullable(System.getenv("JAVA_HOME")), Path.of(System.getProperty("user.home")))));
			System.exit(EX_UNAVAILABLE);
		}
		provideCarriers();
		ClassLoader loader = loader();
		Thread.currentThread().setContextClassLoader(loader);
		try {
			Class.forName(APPLICATION, true, loader).getMethod("main", String[].class).invoke(null, (Object) arguments);
		}
		catch (InvocationTargetException thrown) {
			if (thrown.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw thrown;
		}
	}

	/**
	 * A virtual thread that initializes a class keeps its carrier while it waits for the
	 * lock of a jar. Where there is one carrier for each of two processors, both can wait
	 * for a third thread, which has the lock and no carrier to go on with. Must be said
	 * before the first virtual thread begins.
	 */
	private static void provideCarriers() {
		if (System.getProperty(CARRIERS) == null) {
			System.setProperty(CARRIERS,
					Integer.toString(Math.max(LEAST_CARRIERS, Runtime.getRuntime().availableProcessors())));
		}
	}

	/** Out of the fat jar a faster one; this one if started in any other way. */
	private static ClassLoader loader() {
		ClassLoader own = Launcher.class.getClassLoader();
		return (own instanceof URLClassLoader packed) ? IndexedClassLoader.inPlaceOf(packed) : own;
	}

	static String complaint(Runtime.Version version, List<Path> candidates) {
		String found = candidates.stream()
			.filter(Launcher::isNewEnough)
			.map(home -> home.resolve("bin/java"))
			.filter(Files::isExecutable)
			.findFirst()
			.map(java -> "run it with " + java + ", which is here")
			.orElse("install one and run it with its bin/java");
		return "error: this needs Java " + NEEDED + " or later and was started with Java " + version.feature() + ": "
				+ found + ".";
	}

	/** Where a Java usually lies, this one's neighbours first. */
	private static List<Path> candidates(Path running, Optional<String> javaHome, Path userHome) {
		List<Path> homes = new ArrayList<>();
		javaHome.map(Path::of).ifPresent(homes::add);
		Optional.ofNullable(running.getParent()).ifPresent(parent -> homes.addAll(children(parent)));
		homes.addAll(children(Path.of("/usr/lib/jvm")));
		homes.addAll(children(userHome.resolve(".sdkman/candidates/java")));
		homes.addAll(children(userHome.resolve(".jdks")));
		return homes;
	}

	private static List<Path> children(Path directory) {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.sorted().toList();
		}
		catch (IOException absent) {
			return List.of();
		}
	}

	/** Every JDK since 9 has a file {@code release} that names its version. */
	private static boolean isNewEnough(Path home) {
		try (Stream<String> lines = Files.lines(home.resolve("release"))) {
			return lines.filter(line -> line.startsWith("JAVA_VERSION=\""))
				.map(line -> line.replaceAll("^JAVA_VERSION=\"([0-9]{1,4}).*$", "$1"))
				.anyMatch(feature -> feature.matches("[0-9]+") && Integer.parseInt(feature) >= NEEDED);
		}
		catch (IOException | java.io.UncheckedIOException absent) {
			return false;
		}
	}

}
