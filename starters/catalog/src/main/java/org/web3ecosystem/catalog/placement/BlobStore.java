package org.web3ecosystem.catalog.placement;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.spi.UnavailableException;

/**
 * The blobs this node has on disk, each in a file named after its content. A blob comes
 * in whole and verified or not at all, and is verified again before anything of it goes
 * out; one that is not what its name says is deleted.
 */
public final class BlobStore {

	private static final String PROBE = "the blob store's probe";

	private final Path blobs;

	private final Path incoming;

	private final long capacity;

	private final Map<Digest, Content> known = new ConcurrentHashMap<>();

	private final AtomicLong used = new AtomicLong();

	private final AtomicLong names = new AtomicLong();

	private final AtomicLong corrupted = new AtomicLong();

	/**
	 * @param folder this component's, in the node's home
	 * @param capacity how many bytes it may take
	 */
	public BlobStore(Path folder, long capacity) {
		this.blobs = folder.resolve("blobs");
		this.incoming = folder.resolve("incoming");
		this.capacity = capacity;
	}

	/** Looks what is there, and clears what was on its way when the process ended. */
	public void open() {
		try {
			Files.createDirectories(blobs);
			Files.createDirectories(incoming);
			try (Stream<Path> left = Files.list(incoming)) {
				for (Path file : left.toList()) {
					Files.delete(file);
				}
			}
			long there = 0;
			try (Stream<Path> files = Files.list(blobs)) {
				for (Path file : files.toList()) {
					there += enter(file);
				}
			}
			used.set(there);
		}
		catch (IOException failed) {
			throw unusable(failed);
		}
	}

	private long enter(Path file) throws IOException {
		Content content = Content.ofKey(file.getFileName().toString());
		known.put(content.digest(), content);
		return Files.size(file);
	}

	/**
	 * Takes a blob.
	 * @param size how large it is, or is at most
	 * @throws org.web3ecosystem.spi.RejectedException if that is more than a blob has
	 * @throws UnavailableException if there is no room for it
	 */
	public Incoming receive(long size) {
		Incoming.requireBlobSize(size);
		if (used.addAndGet(size) > capacity) {
			used.addAndGet(-size);
			throw new UnavailableException("the blob store is full: " + capacity + " bytes");
		}
		try {
			return new Incoming(this, incoming.resolve(String.valueOf(names.incrementAndGet())), size);
		}
		catch (IOException failed) {
			used.addAndGet(-size);
			throw unusable(failed);
		}
	}

	/** Gives an incoming blob its place; the space it reserved is settled here. */
	void place(Path file, Content content, long reserved) throws IOException {
		Path target = file(content);
		boolean before = Files.exists(target);
		Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		syncDirectory();
		known.put(content.digest(), content);
		used.addAndGet(before ? -reserved : content.size() - reserved);
	}

	void release(long reserved) {
		used.addAndGet(-reserved);
	}

	/** What this node has under a digest, as far as it knows without looking. */
	public Optional<Content> find(Digest digest) {
		return Optional.ofNullable(known.get(digest));
	}

	/**
	 * A blob, verified from the first to the last byte; empty if there is none, or was
	 * none worth its name.
	 */
	public Optional<StoredBlob> read(Content content) {
		if (!content.equals(known.get(content.digest()))) {
			return Optional.empty();
		}
		try {
			FileChannel file = FileChannel.open(file(content), StandardOpenOption.READ);
			Optional<StoredBlob> blob = StoredBlob.verify(content, file);
			if (blob.isEmpty()) {
				corrupted.incrementAndGet();
				delete(content);
			}
			return blob;
		}
		catch (IOException unreadable) {
			corrupted.incrementAndGet();
			delete(content);
			return Optional.empty();
		}
	}

	/**
	 * Writes a blob of nothing in particular, reads it back and deletes it.
	 * @throws UnavailableException if one of that cannot be done
	 */
	public void probe() {
		byte[] bytes = PROBE.getBytes(StandardCharsets.US_ASCII);
		try (Incoming blob = receive(bytes.length)) {
			blob.write(bytes, 0, bytes.length);
			Content content = blob.finish(Digest.over(bytes));
			read(content).orElseThrow(() -> new UnavailableException("the blob store does not give back what it took"))
				.close();
			delete(content);
		}
	}

	/**
	 * Whether what comes in could be written, read and given its place. It may be asked
	 * every second: unlike {@link #probe} it syncs nothing, and takes none of the
	 * capacity.
	 * @throws UnavailableException if one of that cannot be done
	 */
	void check() {
		byte[] bytes = PROBE.getBytes(StandardCharsets.US_ASCII);
		Path file = incoming.resolve("check");
		try {
			Files.write(file, bytes);
			boolean same = Arrays.equals(Files.readAllBytes(file), bytes);
			Files.delete(file);
			if (!same) {
				throw new UnavailableException("the blob store does not give back what it took");
			}
			if (!Files.isDirectory(blobs) || !Files.isReadable(blobs) || !Files.isWritable(blobs)) {
				throw new UnavailableException(
						"the blob store cannot be used: " + blobs + " is not there to be written");
			}
		}
		catch (IOException failed) {
			throw unusable(failed);
		}
	}

	private void delete(Content content) {
		known.remove(content.digest());
		try {
			if (Files.deleteIfExists(file(content))) {
				used.addAndGet(-content.size());
			}
		}
		catch (IOException failed) {
			throw unusable(failed);
		}
	}

	/** Bytes taken and reserved. */
	public long used() {
		return used.get();
	}

	public int count() {
		return known.size();
	}

	/** How many blobs were not what their name says. */
	public long corrupted() {
		return corrupted.get();
	}

	Path file(Content content) {
		return blobs.resolve(content.key());
	}

	/** The entry of a renamed file survives a power failure only after this. */
	private void syncDirectory() throws IOException {
		try (FileChannel directory = FileChannel.open(blobs, StandardOpenOption.READ)) {
			directory.force(true);
		}
		catch (AccessDeniedException cannotBeOpened) {
			// a file system whose directories are no files keeps order by itself
		}
	}

	static UnavailableException unusable(IOException failed) {
		return new UnavailableException("the blob store cannot be used: " + failed, failed);
	}

}
