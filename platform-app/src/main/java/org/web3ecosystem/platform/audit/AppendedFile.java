package org.web3ecosystem.platform.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.web3ecosystem.spi.DurableFile;

/**
 * A file that only grows, by whole pieces. One thread at a time.
 */
final class AppendedFile implements Appending {

	private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

	private final FileChannel channel;

	private long length;

	private AppendedFile(FileChannel channel, long length) {
		this.channel = channel;
		this.length = length;
	}

	/**
	 * Opens or makes a file that only its owner may read.
	 * @param length of what is good of it; the rest is cut off
	 */
	static AppendedFile open(Path file, long length) throws IOException {
		FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
				POSIX ? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
						: new FileAttribute<?>[0]);
		AppendedFile opened = new AppendedFile(channel, length);
		DurableFile.syncDirectory(file.resolveSibling("").toAbsolutePath());
		return opened;
	}

	@Override
	public void append(byte[] piece) throws IOException {
		// what a failed append has left
		if (channel.size() > length) {
			channel.truncate(length);
		}
		ByteBuffer buffer = ByteBuffer.wrap(piece);
		while (buffer.hasRemaining()) {
			channel.write(buffer, length + buffer.position());
		}
		channel.force(false);
		length += piece.length;
	}

	@Override
	public long length() {
		return length;
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}

}
