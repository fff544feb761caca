package org.web3ecosystem.hypermesh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * Bindings on disk: SHA-256 of what follows, then CBOR. It is the old file or the new
 * one, whenever the power fails: written beside it, synced, renamed. One that is not
 * exactly what was written is refused as a whole, since what would be registered from it
 * may be anything.
 */
public final class BindingsFile {

	private static final int VERSION = 1;

	private static final int DIGEST = 32;

	/** {@link BoundNames#MAX} names of at most 2 KiB on the ledger, as text. */
	static final int MAX_BYTES = 4 * 1024 * 1024;

	private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

	private final Path file;

	/**
	 * @param file need not be there, nor its directory
	 */
	public BindingsFile(Path file) {
		this.file = file;
	}

	/**
	 * What was written last; empty if nothing was.
	 * @throws IOException if it cannot be read, or is not what was written
	 */
	List<Binding> read() throws IOException {
		byte[] all;
		try (InputStream in = Files.newInputStream(file)) {
			all = in.readNBytes(MAX_BYTES + 1);
		}
		catch (NoSuchFileException none) {
			return List.of();
		}
		if (all.length > MAX_BYTES) {
			throw new IOException("it has more than " + MAX_BYTES + " bytes");
		}
		if (all.length < DIGEST
				|| !Arrays.equals(all, 0, DIGEST, Sha256.of(Arrays.copyOfRange(all, DIGEST, all.length)), 0, DIGEST)) {
			throw new IOException("it is damaged: its digest is not that of what is in it");
		}
		return decode(Arrays.copyOfRange(all, DIGEST, all.length));
	}

	private static List<Binding> decode(byte[] encoded) throws IOException {
		try {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("v", "bound");
			List<Cbor> bound = map.array("bound");
			if (map.integer("v") != VERSION || bound.size() > BoundNames.MAX) {
				throw new IOException("version " + map.integer("v") + " with " + bound.size() + " names is not known");
			}
			return bound.stream().map(Binding::decode).toList();
		}
		catch (RuntimeException malformed) {
			throw new IOException("it is malformed: " + malformed.getMessage(), malformed);
		}
	}

	/** Replaces what was written before; afterwards it survives a loss of power. */
	void write(List<Binding> bindings) throws IOException {
		byte[] encoded = Cbor
			.struct(Map.entry("v", Cbor.of(VERSION)),
					Map.entry("bound", Cbor.of(bindings.stream().map(Binding::encode).toList())))
			.encode();
		Path directory = directory();
		Files.createDirectories(directory, attributes("rwx------"));
		Path next = file.resolveSibling(file.getFileName() + ".next");
		Files.deleteIfExists(next);
		try (FileChannel channel = FileChannel.open(next,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes("rw-------"))) {
			for (byte[] part : new byte[][] { Sha256.of(encoded), encoded }) {
				ByteBuffer buffer = ByteBuffer.wrap(part);
				while (buffer.hasRemaining()) {
					channel.write(buffer);
				}
			}
			channel.force(true);
		}
		Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		sync(directory);
	}

	/**
	 * Puts what cannot be read where nothing overwrites it but the next of its kind.
	 * @return where it is now
	 */
	Path putAside() throws IOException {
		Path aside = file.resolveSibling(file.getFileName() + ".damaged");
		Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
		sync(directory());
		return aside;
	}

	private Path directory() throws IOException {
		Path directory = file.toAbsolutePath().getParent();
		if (directory == null) {
			throw new IOException(file + " is no file");
		}
		return directory;
	}

	private static void sync(Path directory) throws IOException {
		if (POSIX) {
			try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
				channel.force(true);
			}
		}
	}

	private static FileAttribute<?>[] attributes(String permissions) {
		return POSIX
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	@Override
	public String toString() {
		return file.toString();
	}

}
