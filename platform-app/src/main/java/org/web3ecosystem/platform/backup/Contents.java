package org.web3ecosystem.platform.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.web3ecosystem.platform.command.RefusedException;

/**
 * Which files belong into a backup: all, except what a node makes anew when it starts
 * (its operator's certificate, its plot, scratch files, blocks that others have), what it
 * put aside as damaged, its logs, the file that is its lock, and the writes that wait:
 * what was executed since would be executed again.
 */
final class Contents {

	/** Paths within a home, or within a federation's directory behind a home's name. */
	private static final Pattern LEFT_OUT = Pattern
		.compile("(?:[^/]+/)?(?:(?:node|federation)\\.lock|(?:node|platform)\\.log(?:\\..*)?"
				+ "|operator/.*|hashgraph/engine/(?:tmp|damaged)/.*|catalog/incoming/.*"
				+ "|hypermesh/(?:export/.*|blocks/.*|plot(?:\\.draft)?|queue(?:\\.next)?)"
				+ "|trustchain/log/public/(?:tile/.*|checkpoint))|.*\\.tmp");

	/** Opens the file that the root key was exported to; never without encryption. */
	static final String ROOT_PASSPHRASE = "root-key.passphrase";

	private Contents() {
	}

	/**
	 * Their paths relative to {@code root}, in ascending order.
	 * @throws RefusedException if there is a link, or anything else that is no file
	 */
	static List<String> of(Path root, boolean encrypted) throws IOException {
		List<String> found = new ArrayList<>();
		Files.walkFileTree(root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				String path = relative(root, file);
				if (belongs(path, encrypted)) {
					requireRegular(file, attributes);
					found.add(path);
				}
				return FileVisitResult.CONTINUE;
			}

		});
		return found.stream().sorted().toList();
	}

	static boolean belongs(String path, boolean encrypted) {
		return !LEFT_OUT.matcher(path).matches() && (encrypted || !path.equals(ROOT_PASSPHRASE));
	}

	private static void requireRegular(Path file, BasicFileAttributes attributes) {
		if (!attributes.isRegularFile()) {
			throw new RefusedException(file + " is a link or no file",
					"put what it leads to in its place, or take it away: a backup holds files only");
		}
	}

	private static String relative(Path root, Path file) {
		List<String> names = new ArrayList<>();
		root.relativize(file).forEach(name -> names.add(name.toString()));
		return String.join("/", names);
	}

}
