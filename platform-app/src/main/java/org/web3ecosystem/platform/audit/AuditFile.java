package org.web3ecosystem.platform.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One file of records, named after the number of its first.
 *
 * @param path where it is
 * @param first number of its first record
 */
record AuditFile(Path path, long first) {

	/** The longest line that is read, in bytes; records are far shorter. */
	static final int MAX_LINE = 16 * 1024;

	private static final String NAME = "audit-(\\d{12})\\.jsonl";

	static AuditFile of(Path directory, long first) {
		return new AuditFile(directory.resolve("audit-%012d.jsonl".formatted(first)), first);
	}

	/** Those in a directory, in order. */
	static List<AuditFile> in(Path directory) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.flatMap(path -> of(path).stream())
				.sorted((one, other) -> Long.compare(one.first, other.first))
				.toList();
		}
	}

	private static Optional<AuditFile> of(Path path) {
		String name = path.getFileName().toString();
		return name.matches(NAME) ? Optional.of(new AuditFile(path, Long.parseLong(name.replaceFirst(NAME, "$1"))))
				: Optional.empty();
	}

	/**
	 * Reads whole lines, without their ends.
	 * @return their length in bytes; what comes after them is an unfinished one
	 * @throws IOException if the file cannot be read, or a line is too long
	 */
	long lines(Consumer<byte[]> line) throws IOException {
		long whole = 0;
		ByteArrayOutputStream current = new ByteArrayOutputStream();
		try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
			for (int next = in.read(); next >= 0; next = in.read()) {
				if (next == '\n') {
					whole += current.size() + 1;
					line.accept(current.toByteArray());
					current.reset();
				}
				else if (current.size() == MAX_LINE) {
					throw new IOException(path + " has a line of more than " + MAX_LINE + " bytes");
				}
				else {
					current.write(next);
				}
			}
		}
		return whole;
	}

}
