package org.web3ecosystem.platform.preflight;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who has a port, as far as this user may see it in Linux's {@code /proc}. */
final class PortOwner {

	private static final Path PROC = Path.of("/proc");

	private static final int LOCAL_ADDRESS = 1;

	private static final int STATE = 3;

	private static final int INODE = 9;

	private static final String LISTENING = "0A";

	private PortOwner() {
	}

	/** Such as {@code process 4711 (java)}. */
	static Optional<String> of(String protocol, int port) {
		return Stream.of(protocol, protocol + "6")
			.flatMap(table -> inode(PROC.resolve("net").resolve(table), port, protocol.equals("tcp")).stream())
			.findFirst()
			.flatMap(PortOwner::process);
	}

	private static Optional<String> inode(Path table, int port, boolean listeningOnly) {
		String suffix = String.format(Locale.ROOT, ":%04X", port);
		try (Stream<String> lines = Files.lines(table)) {
			return lines.map(line -> line.trim().split("\\s+"))
				.filter(fields -> fields.length > INODE && fields[LOCAL_ADDRESS].endsWith(suffix))
				.filter(fields -> !listeningOnly || fields[STATE].equals(LISTENING))
				.map(fields -> fields[INODE])
				.findFirst();
		}
		catch (IOException | java.io.UncheckedIOException absent) {
			return Optional.empty();
		}
	}

	private static Optional<String> process(String inode) {
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
			for (Path process : processes) {
				if (holds(process, "socket:[" + inode + "]")) {
					return Optional.of("process " + process.getFileName() + " (" + name(process) + ")");
				}
			}
		}
		catch (IOException absent) {
			return Optional.empty();
		}
		return Optional.empty();
	}

	private static boolean holds(Path process, String socket) {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
			for (Path file : files) {
				if (Files.readSymbolicLink(file).toString().equals(socket)) {
					return true;
				}
			}
		}
		catch (IOException notMine) {
			return false;
		}
		return false;
	}

	private static String name(Path process) {
		try {
			return Files.readString(process.resolve("comm")).strip();
		}
		catch (IOException gone) {
			return "?";
		}
	}

}
