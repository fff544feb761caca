package org.web3ecosystem.platform.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.web3ecosystem.spi.DurableFile;

/**
 * Puts files of a backup into a new directory that nobody else knows yet: only their
 * owner may read them, and each is on the disk before the next is begun.
 */
final class Destination implements ArchiveReader.Sink {

	/** What a node that comes back alone must not have: see {@link LoneReturn}. */
	private static final Pattern FORGOTTEN = Pattern.compile("hashgraph/engine/.*|trustchain/tokens/.*|audit/tree/.*");

	private final Path root;

	private final String prefix;

	private final boolean alone;

	private final Set<Path> directories = new HashSet<>();

	/**
	 * @param prefix of paths that are wanted; what stands behind it is put under the root
	 * @param alone leave out what a node that comes back alone must not have
	 */
	Destination(Path root, String prefix, boolean alone) {
		this.root = root;
		this.prefix = prefix;
		this.alone = alone;
	}

	@Override
	public Optional<OutputStream> open(StoredFile file) throws IOException {
		if (!file.path().startsWith(prefix)) {
			return Optional.empty();
		}
		String path = file.path().substring(prefix.length());
		if (alone && FORGOTTEN.matcher(path).matches()) {
			return Optional.empty();
		}
		Path target = root.resolve(path);
		Path folder = Objects.requireNonNull(target.getParent());
		DurableFile.directories(folder);
		directories.add(folder);
		FileChannel channel = FileChannel.open(target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
				BackupFile.ownersOnly());
		return Optional.of(new Durable(channel));
	}

	/** Makes the names of what was put here, and is here still, durable. */
	void sync() throws IOException {
		for (Path directory : directories) {
			if (Files.isDirectory(directory)) {
				DurableFile.syncDirectory(directory);
			}
		}
	}

	/** A file that is on the disk when it is closed. */
	private static final class Durable extends FilterOutputStream {

		private final FileChannel channel;

		Durable(FileChannel channel) {
			super(Channels.newOutputStream(channel));
			this.channel = channel;
		}

		@Override
		public void write(byte[] content, int offset, int length) throws IOException {
			out.write(content, offset, length);
		}

		@Override
		public void close() throws IOException {
			try (channel) {
				channel.force(true);
			}
		}

	}

}
