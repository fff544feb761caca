package org.web3ecosystem.bootstrap.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Reason;

/** One process at a time lives in a home directory. */
final class HomeLock implements AutoCloseable {

	static final String NAME = "node.lock";

	private final FileChannel channel;

	private HomeLock(FileChannel channel) {
		this.channel = channel;
	}

	static HomeLock take(Path home) {
		Path file = home.resolve(NAME);
		FileChannel channel;
		try {
			channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (IOException failure) {
			throw new HomeException("the directory " + home + " cannot be written: " + Reason.of(failure),
					"Make it writable for the user of this process, or set web3.node.home to another directory.",
					failure);
		}
		if (lock(channel, home) == null) {
			close(channel);
			throw new HomeException("another node is running in " + home,
					"Stop it first (it holds " + file + "), or set web3.node.home to another directory.");
		}
		return new HomeLock(channel);
	}

	/** Null if another process, or another node in this one, has it. */
	private static @Nullable FileLock lock(FileChannel channel, Path home) {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException inThisProcess) {
			return null;
		}
		catch (IOException failure) {
			close(channel);
			throw new HomeException("the directory " + home + " cannot be locked: " + Reason.of(failure),
					"Use a file system that supports locks.", failure);
		}
	}

	private static void close(FileChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ignored) {
			// nothing was written
		}
	}

	/** The file stays: removing it would let two processes lock two files of one name. */
	@Override
	public void close() {
		close(channel);
	}

}
