package org.web3ecosystem.trustchain.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.spi.DurableFile;

/**
 * What was read in the ledger and has to survive a restart: a CBOR array of byte strings,
 * the last of which is SHA-256 over an array of the others. Any change to the file is
 * found; one from before there were digests is taken as it is.
 */
final class RememberedItems {

	private final Path file;

	private final int maxBytes;

	/**
	 * @param maxBytes of the file; it is not read if it is longer
	 */
	RememberedItems(Path file, int maxBytes) {
		this.file = file;
		this.maxBytes = maxBytes;
	}

	/**
	 * What was written last, empty if nothing was.
	 * @throws IOException if the file cannot be read, or is not as it was written
	 */
	List<byte[]> read() throws IOException {
		try {
			if (Files.size(file) > maxBytes) {
				throw new IOException(file + " is damaged: it is too long");
			}
			return checked(Cbor.decode(Files.readAllBytes(file), maxBytes));
		}
		catch (NoSuchFileException none) {
			return List.of();
		}
		catch (CborException damaged) {
			throw new IOException(file + " is damaged: " + damaged.getMessage(), damaged);
		}
	}

	private List<byte[]> checked(Cbor content) throws IOException {
		List<byte[]> items = new ArrayList<>();
		if (!(content instanceof Cbor.Array(List<Cbor> array))) {
			throw new IOException(file + " is damaged: it is no list");
		}
		for (Cbor item : array) {
			if (!(item instanceof Cbor.Bytes bytes)) {
				throw new IOException(file + " is damaged: an item is no byte string");
			}
			items.add(bytes.value());
		}
		if (!items.isEmpty() && items.getLast().length == Digest.LENGTH) {
			byte[] digest = items.removeLast();
			if (!Arrays.equals(digest, digest(items))) {
				throw new IOException(file + " is damaged: it does not have the digest it was written with");
			}
		}
		return List.copyOf(items);
	}

	void write(List<byte[]> items) throws IOException {
		List<Cbor> content = new ArrayList<>(items.stream().map(Cbor::of).toList());
		content.add(Cbor.of(digest(items)));
		DurableFile.write(file, Cbor.of(content).encode());
	}

	private static byte[] digest(List<byte[]> items) {
		return Digest.sha256(Cbor.of(items.stream().map(Cbor::of).toList()).encode());
	}

}
