package org.web3ecosystem.systemtest.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The packaged jar, and how it is run. */
public final class Platform {

	/**
	 * Small machines: one compiler, one collector; out of memory is the end, as in the
	 * image.
	 */
	private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
			"-XX:+ExitOnOutOfMemoryError");

	private static final int EXAMPLE_HEAP = 320;

	private Platform() {
	}

	public static Path jar() {
		Path jar = Path.of(System.getProperty("web3.jar")).toAbsolutePath().normalize();
		if (!Files.isRegularFile(jar)) {
			throw new AssertionError(jar + " is not there: this module runs after platform-app in one build");
		}
		return jar;
	}

	/** {@code java … -jar platform-app.jar …} on the JDK that runs the tests. */
	public static List<String> command(int heapMegabytes, List<String> arguments) {
		return command(jar(), heapMegabytes, arguments);
	}

	/** The same from the jar taken apart, for what is run often. */
	public static List<String> quick(int heapMegabytes, List<String> arguments) {
		return command(TakenApart.jar(), heapMegabytes, arguments);
	}

	/** The jar taken apart into {@code directory}, as an image has it; the jar to run. */
	public static Path extracted(Path directory) {
		Program
			.run(List.of(java(), "-Djarmode=tools", "-jar", jar().toString(), "extract", "--destination",
					directory.toString()))
			.successfully();
		return directory.resolve(jar().getFileName());
	}

	/** What a node is preceded by that notes in a file what it loads. */
	static List<String> recording(Path loaded) {
		return List.of("env", "JAVA_TOOL_OPTIONS=-XX:AOTMode=record -XX:AOTConfiguration=" + loaded);
	}

	/** Makes the cache of a jar of what was noted. */
	static List<String> caching(Path jar, Path loaded) {
		List<String> command = command(jar, EXAMPLE_HEAP, List.of());
		command.addAll(1, List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + loaded,
				"-XX:AOTCacheOutput=" + TakenApart.cache(jar)));
		return command;
	}

	/** How an example of the documents is run, as its README says. */
	public static List<String> example(String name, List<String> arguments) {
		Path jar = Path.of(System.getProperty("web3.root"), "src/docs/examples", name, "target", name + "-example.jar")
			.toAbsolutePath()
			.normalize();
		if (!Files.isRegularFile(jar)) {
			throw new AssertionError(jar + " is not there: this module runs after the examples in one build");
		}
		return command(jar, EXAMPLE_HEAP, arguments);
	}

	/**
	 * How an application is run whose main class is in this source file.
	 * @param path jars of its class path
	 */
	public static List<String> application(List<Path> path, Path source, List<String> arguments) {
		List<String> command = new ArrayList<>(FLAGS);
		command.addFirst(java());
		command.addAll(List.of("-Xmx320m", "--class-path",
				path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)), source.toString()));
		command.addAll(arguments);
		return command;
	}

	/**
	 * The platform with something before it on the class path.
	 * @param path the jar taken apart last
	 */
	public static List<String> launched(List<Path> path, int heapMegabytes, List<String> arguments) {
		List<String> command = new ArrayList<>(FLAGS);
		command.addFirst(java());
		command.addAll(List.of("-Xmx" + heapMegabytes + "m", "--enable-native-access=ALL-UNNAMED", "--class-path",
				path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
				"org.web3ecosystem.platform.launch.Launcher"));
		command.addAll(arguments);
		return command;
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	static List<String> command(Path jar, int heapMegabytes, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(java());
		command.addAll(FLAGS);
		Path cache = TakenApart.cache(jar);
		if (Files.exists(cache)) {
			command.add("-XX:AOTCache=" + cache);
		}
		command.add("-Xmx" + heapMegabytes + "m");
		command.add("-jar");
		command.add(jar.toString());
		command.addAll(arguments);
		return command;
	}

	/** Runs a command of the CLI that ends by itself. */
	public static Program run(String... arguments) {
		return run(TakenApart.jar(), arguments);
	}

	static Program run(Path jar, String... arguments) {
		return Program.run(command(jar, EXAMPLE_HEAP, List.of(arguments)));
	}

}
