package org.web3ecosystem.hypermesh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * Bindings on disk: SHA-256 of what follows, then CBOR. One that is not exactly what was
 * written is refused as a whole, since what would be registered from it may be anything.
 */
public final class BindingsFile {

	private static final int VERSION = 1;

	private static final int DIGEST = 32;

	/** {@link BoundNames#MAX} names of at most 2 KiB on the ledger, as text. */
	static final int MAX_BYTES = 4 * 1024 * 1024;

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
		DurableFile.write(file, channel -> {
			DurableFile.writeFully(channel, ByteBuffer.wrap(Sha256.of(encoded)));
			DurableFile.writeFully(channel, ByteBuffer.wrap(encoded));
		});
	}

	/**
	 * Puts what cannot be read where nothing overwrites it but the next of its kind.
	 * @return where it is now
	 */
	Path putAside() throws IOException {
		Path aside = file.resolveSibling(file.getFileName() + ".damaged");
		Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
		DurableFile.syncDirectory(DurableFile.directoryOf(file));
		return aside;
	}

	@Override
	public String toString() {
		return file.toString();
	}

}
