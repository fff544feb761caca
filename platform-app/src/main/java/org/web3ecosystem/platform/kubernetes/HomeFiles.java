package org.web3ecosystem.platform.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.web3ecosystem.spi.DurableFile;

/**
 * A home that no node has lived in, as the fields of a Secret: a file is a field, and
 * what separates folders is {@value #SEPARATOR}.
 */
final class HomeFiles {

	private static final String SEPARATOR = "__";

	private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9.-]{0,60}(__[a-z0-9][a-z0-9.-]{0,60}){0,3}");

	private static final int MAX_FILES = 32;

	/** A Secret has room for 1 MiB. */
	private static final int MAX_BYTES = 700_000;

	private HomeFiles() {
	}

	/**
	 * Reads a home.
	 * @throws IllegalArgumentException if it is more than {@code init} makes
	 */
	static Map<String, byte[]> read(Path home) throws IOException {
		Map<String, byte[]> fields = new TreeMap<>();
		int bytes = 0;
		for (Path file : files(home)) {
			bytes += (int) Math.min(Files.size(file), MAX_BYTES + 1);
			requireSmall(fields.size() + 1, bytes);
			fields.put(key(home.relativize(file)), Files.readAllBytes(file));
		}
		return fields;
	}

	/**
	 * Writes a home.
	 * @throws IllegalArgumentException if these are not the fields of one; then nothing
	 * was written
	 */
	static void write(Path home, Map<String, byte[]> fields) throws IOException {
		requireSmall(fields.size(), fields.values().stream().mapToInt(field -> field.length).sum());
		fields.keySet().forEach(HomeFiles::requireKey);
		for (Map.Entry<String, byte[]> field : fields.entrySet()) {
			DurableFile.write(home.resolve(field.getKey().replace(SEPARATOR, "/")), field.getValue());
		}
	}

	/** These fields as they are told from those of another founding. */
	static Map<String, byte[]> under(String chain, Map<String, byte[]> fields) {
		Map<String, byte[]> told = new TreeMap<>();
		fields.forEach((key, value) -> told.put(chain + SEPARATOR + key, value));
		return told;
	}

	/** Of these fields those of one founding. */
	static Map<String, byte[]> of(String chain, Map<String, byte[]> fields) {
		String prefix = chain + SEPARATOR;
		Map<String, byte[]> own = new TreeMap<>();
		fields.forEach((key, value) -> {
			if (key.startsWith(prefix)) {
				own.put(key.substring(prefix.length()), value);
			}
		});
		return own;
	}

	private static List<Path> files(Path home) throws IOException {
		try (Stream<Path> entries = Files.walk(home)) {
			return entries.filter(Files::isRegularFile).limit(MAX_FILES + 1).toList();
		}
	}

	private static String key(Path file) {
		String name = file.toString().replace('\\', '/');
		if (name.contains(SEPARATOR)) {
			throw new IllegalArgumentException(name + " cannot be a field of a Secret");
		}
		return requireKey(name.replace("/", SEPARATOR));
	}

	private static String requireKey(String key) {
		if (!KEY.matcher(key).matches()) {
			throw new IllegalArgumentException("'" + key + "' is no file of a home");
		}
		return key;
	}

	private static void requireSmall(int files, int bytes) {
		if (files > MAX_FILES || bytes > MAX_BYTES) {
			throw new IllegalArgumentException(
					"it has more than " + MAX_FILES + " files or " + MAX_BYTES + " bytes, which is no new home");
		}
	}

}
