package org.web3ecosystem.platform.preflight;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.netty.handler.codec.quic.Quic;
import org.web3ecosystem.platform.preflight.PortCheck.Taken;
import org.web3ecosystem.spi.genesis.Endpoints;

/** Looks at this machine as the nodes will use it. */
public final class Preflight {

	private static final int JDK = 25;

	/** What the transport asks the kernel for. */
	private static final long SOCKET_BUFFER = 4L << 20;

	private static final long LEAST_DISK = 512L << 20;

	private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

	private static final long MIB = 1L << 20;

	private Preflight() {
	}

	/**
	 * One thing that was looked at.
	 *
	 * @param outcome what came of it
	 * @param what was looked at, and what was seen
	 * @param hint what to do; empty if fine
	 */
	public record Finding(Outcome outcome, String what, String hint) {
	}

	/** What came of a look. */
	public enum Outcome {

		/** Fine. */
		FINE,
		/** The nodes will run, less well. */
		WARNING,
		/** The nodes will not run. */
		FAILURE

	}

	/**
	 * Everything that can be looked at.
	 * @param directory where the nodes live or will live
	 * @param nodes whose ports are wanted
	 */
	public static List<Finding> run(Path directory, List<Endpoints> nodes) {
		List<Finding> findings = new ArrayList<>();
		findings.add(jdk(Runtime.version()));
		findings.add(quic());
		nodes.forEach(endpoints -> findings.addAll(ports(endpoints)));
		findings.add(buffer("/proc/sys/net/core/rmem_max", "net.core.rmem_max"));
		findings.add(buffer("/proc/sys/net/core/wmem_max", "net.core.wmem_max"));
		findings.addAll(disk(directory));
		return findings;
	}

	static Finding jdk(Runtime.Version version) {
		return version.feature() >= JDK ? fine("Java " + version)
				: failure("Java " + version, "run with Java " + JDK + " or later");
	}

	private static Finding quic() {
		if (Quic.isAvailable()) {
			return fine("native QUIC for " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
		}
		return failure("no native QUIC for " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
				"supported: Linux x86_64 and aarch64 (glibc), macOS aarch64; cause: " + Quic.unavailabilityCause());
	}

	private static List<Finding> ports(Endpoints endpoints) {
		List<Taken> taken = PortCheck.taken(endpoints);
		if (taken.isEmpty()) {
			return List.of(fine("ports " + endpoints.http() + ", " + endpoints.https() + ", " + endpoints.stoq()
					+ "/udp, " + Endpoints.besideStoq(endpoints.stoq()) + ", " + endpoints.dns() + ", "
					+ endpoints.gossip() + " are free"));
		}
		return taken.stream().map(each -> failure(each.toString(), "stop what has it, or use --port-offset")).toList();
	}

	private static Finding buffer(String file, String key) {
		Optional<Long> limit = number(Path.of(file));
		if (limit.isEmpty()) {
			return fine(key + " is not known on this system");
		}
		return limit.get() >= SOCKET_BUFFER ? fine(key + " is " + limit.get() / 1024 + " KiB")
				: new Finding(Outcome.WARNING, key + " is " + limit.get() / 1024 + " KiB",
						"for full throughput: sysctl -w " + key + "=" + SOCKET_BUFFER);
	}

	/** In one read: the kernel answers a second one with the end of the file. */
	private static Optional<Long> number(Path file) {
		try (BufferedReader reader = Files.newBufferedReader(file)) {
			return Optional.ofNullable(reader.readLine()).map(line -> Long.parseLong(line.strip()));
		}
		catch (IOException | NumberFormatException absent) {
			return Optional.empty();
		}
	}

	private static List<Finding> disk(Path directory) {
		Path existing = existing(directory.toAbsolutePath());
		try {
			long free = Files.getFileStore(existing).getUsableSpace();
			Finding space = free >= LEAST_DISK ? fine(free / MIB + " MiB free in " + existing) : failure(
					free / MIB + " MiB free in " + existing, "make room: " + LEAST_DISK / MIB + " MiB or more");
			return List.of(space, writable(existing));
		}
		catch (IOException failure) {
			return List.of(failure("cannot look at " + existing, "check that it exists and can be read"));
		}
	}

	/** Writes, and compares the file system's clock with this process's. */
	private static Finding writable(Path directory) {
		try {
			Path probe = Files.createTempFile(directory, ".check-", ".tmp");
			try {
				Instant written = Files.readAttributes(probe, BasicFileAttributes.class).lastModifiedTime().toInstant();
				Duration apart = Duration.between(written, Instant.now()).abs();
				return apart.compareTo(CLOCK_TOLERANCE) <= 0 ? fine(directory + " can be written, its clock agrees")
						: failure("the clock of " + directory + " is " + apart.toSeconds() + " s off",
								"set the clock (NTP): certificates and agreement depend on it");
			}
			finally {
				Files.delete(probe);
			}
		}
		catch (IOException failure) {
			return failure(directory + " cannot be written", "choose another directory or change its permissions");
		}
	}

	private static Path existing(Path path) {
		Path candidate = path;
		while (!Files.isDirectory(candidate) && candidate.getParent() != null) {
			candidate = candidate.getParent();
		}
		return candidate;
	}

	private static Finding fine(String what) {
		return new Finding(Outcome.FINE, what, "");
	}

	private static Finding failure(String what, String hint) {
		return new Finding(Outcome.FAILURE, what, hint);
	}

}
