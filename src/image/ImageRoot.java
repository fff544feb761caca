import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Lays out what the image has as a directory: a linked JDK, the jar taken apart, native
 * code where the JVM looks for it, glibc of this machine unless the base brings its own,
 * bills of materials, and a cache of the classes that a node loads until phase 3.
 * Times of files are those that they have in the image, since the cache holds only for
 * them. Run as a source file, by the JDK that is linked.
 */
final class ImageRoot {

	/** What {@code jdeps} says, and: PKCS#11, DNS of JNDI, Flight Recorder, jcmd. */
	private static final String MODULES = "java.base,java.desktop,java.instrument,java.logging,java.management,"
			+ "java.naming,java.net.http,java.prefs,java.rmi,java.scripting,java.security.jgss,java.security.sasl,"
			+ "java.sql,java.xml.crypto,jdk.crypto.cryptoki,jdk.jcmd,jdk.jfr,jdk.management,jdk.management.agent,"
			+ "jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs";

	/** What nobody links, but glibc opens: to end threads, to ask for names. */
	private static final List<String> OPENED = List.of("libgcc_s.so.1", "libresolv.so.2", "libnss_dns.so.2",
			"libnss_files.so.2");

	private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

	/** A jar with nothing but native code, of one platform. */
	private static final Pattern PLATFORM = Pattern.compile(".+-(linux|osx|windows)-\\w+\\.jar");

	/** As Jib sets it in its layers. */
	private static final FileTime TIME = FileTime.fromMillis(1000);

	private static final int PATIENCE_SECONDS = 300;

	private final Path jdk = Path.of(System.getProperty("java.home"));

	private final String arch = "aarch64".equals(System.getProperty("os.arch")) ? "aarch_64" : "x86_64";

	private final Path root;

	private final Path training;

	private ImageRoot(Path target) {
		this.root = target.resolve("root");
		this.training = target.resolve("training");
	}

	/**
	 * @param arguments the fat jar, the directory to work in, the folder with files of
	 * {@code /etc}, the base, an offset for the ports of the training
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		ImageRoot image = new ImageRoot(Path.of(arguments[1]).toAbsolutePath());
		image.clear();
		image.link();
		image.takeApart(Path.of(arguments[0]));
		image.repack();
		if ("scratch".equals(arguments[3])) {
			image.copyBase(Path.of(arguments[2]));
		}
		image.directories();
		image.bills();
		image.setTimes();
		image.train(arguments[4]);
		image.setTimes();
		image.check();
	}

	private void clear() throws IOException {
		delete(root);
		delete(training);
		// takes a file that has its time of before for the same file
		delete(training.resolveSibling("jib-cache"));
		Files.createDirectories(root.resolve("opt"));
		Files.createDirectories(training);
		// Jib asks for it, with nothing in it
		Files.createDirectories(training.resolveSibling("classes"));
	}

	private void link() throws IOException, InterruptedException {
		run(jdk.resolve("bin/jlink"), "--add-modules", MODULES, "--strip-java-debug-attributes", "--no-header-files",
				"--no-man-pages", "--ignore-modified-runtime", "--output", root.resolve("opt/java"));
	}

	private void takeApart(Path jar) throws IOException, InterruptedException {
		run(jdk.resolve("bin/java"), "-Djarmode=tools", "-jar", jar, "extract", "--destination", root.resolve("app"));
	}

	/**
	 * Native code goes where the JVM looks for it: else each process would write it to a
	 * temporary directory, which it may not have. The rest of a jar is stored, since a
	 * layer that is compressed as a whole is smaller than jars that are.
	 */
	private void repack() throws IOException {
		Path libraries = Files.createDirectories(root.resolve("usr/lib"));
		for (Path jar : list(root.resolve("app/lib"))) {
			if (PLATFORM.matcher(jar.toString()).matches() && !jar.toString().endsWith("-linux-" + arch + ".jar")) {
				Files.delete(jar);
				continue;
			}
			Path packed = Files.move(jar, training.resolve(jar.getFileName()));
			try (ZipFile from = new ZipFile(packed.toFile());
					ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(jar))) {
				for (ZipEntry entry : Collections.list(from.entries())) {
					byte[] content = from.getInputStream(entry).readAllBytes();
					String name = entry.getName();
					if (!name.startsWith("META-INF/native/")) {
						to.putNextEntry(stored(entry));
						to.write(content);
					}
					else if (name.endsWith(arch + ".so")) {
						Files.write(libraries.resolve(name.substring(name.lastIndexOf('/') + 1)), content);
					}
				}
			}
			Files.delete(packed);
		}
	}

	private static ZipEntry stored(ZipEntry entry) {
		ZipEntry stored = new ZipEntry(entry.getName());
		stored.setMethod(ZipEntry.STORED);
		stored.setSize(entry.getSize());
		stored.setCrc(entry.getCrc());
		stored.setTimeLocal(entry.getTimeLocal());
		return stored;
	}

	/** What {@code ldd} says of the JVM and of the native code, at the same paths. */
	private void copyBase(Path etc) throws IOException, InterruptedException {
		List<Path> needing = new ArrayList<>(list(root.resolve("usr/lib")));
		needing.add(root.resolve("opt/java/lib/server/libjvm.so"));
		needing.add(root.resolve("opt/java/bin/java"));
		List<Path> needed = new ArrayList<>();
		for (Path binary : needing) {
			Matcher library = LIBRARY.matcher(output("ldd", binary.toString()));
			while (library.find()) {
				if (!library.group(1).startsWith(root.toString())) {
					needed.add(Path.of(library.group(1)));
				}
			}
		}
		Path libc = needed.stream().filter(library -> library.endsWith("libc.so.6")).findFirst().orElseThrow();
		OPENED.stream().map(libc::resolveSibling).filter(Files::exists).forEach(needed::add);
		for (Path library : needed.stream().distinct().toList()) {
			copy(library, root.resolve(library.toString().substring(1)));
		}
		for (String debian : List.of("libc6", "libgcc-s1", "gcc-12-base")) {
			Path licence = Path.of("/usr/share/doc", debian, "copyright");
			if (Files.exists(licence)) {
				copy(licence, root.resolve(licence.toString().substring(1)));
			}
		}
		for (Path file : list(etc)) {
			copy(file, root.resolve("etc").resolve(file.getFileName()));
		}
	}

	private void directories() throws IOException {
		Files.createDirectories(root.resolve("tmp"));
		Files.createDirectories(root.resolve("var/lib/web3"));
	}

	private void bills() throws IOException, InterruptedException {
		Path bills = Files.createDirectories(root.resolve("usr/share/sbom"));
		try (FileSystem jar = FileSystems.newFileSystem(root.resolve("app/platform-app.jar"))) {
			Files.copy(jar.getPath("META-INF/sbom/application.cdx.json"), bills.resolve("platform-app.cdx.json"));
		}
		Properties release = new Properties();
		try (InputStream file = Files.newInputStream(jdk.resolve("release"))) {
			release.load(file);
		}
		String components = component("OpenJDK", release.getProperty("JAVA_RUNTIME_VERSION").replace("\"", ""),
				"GPL-2.0-with-classpath-exception");
		if (Files.exists(root.resolve("etc/nsswitch.conf"))) {
			String libc = output("ldd", "--version").lines().findFirst().orElseThrow().replaceAll(".*[ (]", "");
			components += ",\n" + component("glibc", libc, "LGPL-2.1-or-later") + ",\n"
					+ component("libgcc", "", "GPL-3.0-with-GCC-exception");
		}
		Files.writeString(bills.resolve("runtime.cdx.json"), """
				{
				  "bomFormat": "CycloneDX",
				  "specVersion": "1.6",
				  "version": 1,
				  "components": [
				%s
				  ]
				}
				""".formatted(components));
	}

	private static String component(String name, String version, String licence) {
		return """
				    {
				      "type": "library",
				      "name": "%s",%s
				      "licenses": [{"license": {"id": "%s"}}]
				    }""".formatted(name, version.isEmpty() ? "" : "\n      \"version\": \"" + version + "\",", licence);
	}

	private void setTimes() throws IOException {
		Files.walkFileTree(root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.setLastModifiedTime(file, TIME);
				return FileVisitResult.CONTINUE;
			}

		});
	}

	/** A federation of two; the cache is made when the second ends, of what it loaded. */
	private void train(String portOffset) throws IOException, InterruptedException {
		Path directory = training.resolve("federation");
		run(java(), "-jar", jar(), "init", "--validators=2", "--dir=" + directory, "--port-offset=" + portOffset);
		Process first = node(directory.resolve("node1"), "-XX:TieredStopAtLevel=1");
		Process second = node(directory.resolve("node2"), "-XX:AOTCacheOutput=" + cache());
		try {
			run(java(), "-XX:TieredStopAtLevel=1", "-jar", jar(), "status", "--home=" + directory.resolve("node2"),
					"--wait", "--for=phase=3", "--timeout=" + (PATIENCE_SECONDS / 2) + "s");
			end(second);
		}
		finally {
			second.destroyForcibly();
			first.destroyForcibly();
		}
	}

	private Process node(Path home, String option) throws IOException {
		ProcessBuilder node = new ProcessBuilder(java().toString(), option, "-XX:+UseG1GC", "-Xmx512m", "-jar",
				jar().toString(), "node", "--web3.node.home=" + home)
			.redirectErrorStream(true)
			.redirectOutput(training.resolve(home.getFileName() + ".log").toFile());
		// in the image it is where the JVM looks
		node.environment().put("LD_LIBRARY_PATH", root.resolve("usr/lib").toString());
		return node.start();
	}

	/** As the image runs it, and such that it does not run without the cache. */
	private void check() throws IOException, InterruptedException {
		run(java(), "-XX:AOTMode=on", "-XX:AOTCache=" + cache(), "-jar", jar(), "version");
	}

	private Path java() {
		return root.resolve("opt/java/bin/java");
	}

	private Path jar() {
		return root.resolve("app/platform-app.jar");
	}

	private Path cache() {
		return root.resolve("app/platform-app.aot");
	}

	private void run(Object... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Stream.of(command).map(Object::toString).toList()).inheritIO().start();
		await(process, command[0].toString());
		if (process.exitValue() != 0) {
			throw new IllegalStateException(
					"ended with " + process.exitValue() + ": " + List.of(command) + "; logs are in " + training);
		}
	}

	private static void end(Process process) throws InterruptedException {
		process.destroy();
		await(process, "node");
	}

	private static void await(Process process, String name) throws InterruptedException {
		if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new IllegalStateException("did not end within " + PATIENCE_SECONDS + " s: " + name);
		}
	}

	private static String output(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		await(process, command[0]);
		return output;
	}

	private static void copy(Path from, Path to) throws IOException {
		Files.createDirectories(to.getParent());
		Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
	}

	private static List<Path> list(Path directory) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.sorted().toList();
		}
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> below = Files.walk(directory)) {
				for (Path path : below.sorted((a, b) -> b.compareTo(a)).toList()) {
					Files.delete(path);
				}
			}
		}
	}

}
