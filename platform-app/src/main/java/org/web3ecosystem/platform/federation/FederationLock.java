package org.web3ecosystem.platform.federation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.platform.command.RefusedException;

/** One process at a time runs all nodes of a federation's directory. */
public final class FederationLock implements AutoCloseable {

	/** Holds the number of the process. */
	static final String NAME = "federation.lock";

	private final FileChannel channel;

	private FederationLock(FileChannel channel) {
		this.channel = channel;
	}

	/**
	 * Takes it, until it is closed or the process ends.
	 * @throws RefusedException if another process has it
	 */
	public static FederationLock take(Path directory) {
		Path file = directory.resolve(NAME);
		try {
			FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			if (lock(channel) == null) {
				channel.close();
				throw running(directory);
			}
			channel.truncate(0);
			channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
			return new FederationLock(channel);
		}
		catch (IOException failure) {
			throw new RefusedException("cannot write " + FederationDirectory.reason(failure),
					"choose a directory that can be written with --dir, or change its permissions", failure);
		}
	}

	/** Whether a process has it. */
	static boolean isTaken(Path directory) throws IOException {
		Path file = directory.resolve(NAME);
		if (!Files.isRegularFile(file)) {
			return false;
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			return lock(channel) == null;
		}
	}

	static RefusedException running(Path directory) {
		return new RefusedException("the federation in " + directory + " is running already" + by(directory),
				"use it as it is ('status' says how far it is), stop it first, or run another one beside it with --dir and --port-offset");
	}

	private static String by(Path directory) {
		try {
			String pid = Files.readString(directory.resolve(NAME)).strip();
			return pid.matches("[0-9]{1,10}") ? ", in process " + pid : "";
		}
		catch (IOException unreadable) {
			return "";
		}
	}

	private static @Nullable FileLock lock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException inThisProcess) {
			return null;
		}
	}

	/** The file stays: removing it would let two processes lock two files of one name. */
	@Override
	public void close() {
		try {
			channel.close();
		}
		catch (IOException ignored) {
			// nothing is left to be written
		}
	}

}
