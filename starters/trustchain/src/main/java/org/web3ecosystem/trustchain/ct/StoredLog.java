package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.ct.TransparencyLog.Logged;

/**
 * The log as it lies on disk: entries, the tree over them and the signed checkpoint over
 * the tree, always in step. One thread appends, any number read; what is read is what the
 * checkpoint covers.
 * <p>
 * Opening refuses a log that is shorter than its checkpoint says, whose entries hash to
 * another root, or whose checkpoint is missing or not by its key. Entries beyond the
 * checkpoint are from a batch that nobody was told of: whole ones are kept, since what
 * was signed should be seen, a torn one is cut.
 */
final class StoredLog implements AutoCloseable {

	private static final String ENTRIES = "entries";

	private final Path directory;

	private final String origin;

	private final LogKey key;

	private final CheckpointFile signed;

	private final EntryFile entries;

	private final MerkleTree tree = new MerkleTree();

	private final Map<String, Integer> indexes = new HashMap<>();

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private Checkpoint checkpoint;

	private String note = "";

	private StoredLog(Path directory, String origin, LogKey key) throws IOException {
		this.directory = directory;
		this.origin = origin;
		this.key = key;
		this.signed = new CheckpointFile(directory, origin, key);
		this.entries = EntryFile.open(directory.resolve(ENTRIES), this::index);
		this.checkpoint = new Checkpoint(origin, tree.size(), tree.root(tree.size()));
	}

	/** After a write that failed the old state could not be brought back either. */
	static final class Unrestored extends IOException {

		private static final long serialVersionUID = 1L;

		private Unrestored(Path directory, Exception cause, Exception worse) {
			super("the log in " + directory + " could not be restored after a failed write: " + worse, cause);
			addSuppressed(worse);
		}

	}

	static StoredLog open(Path directory, String origin) throws IOException {
		boolean fresh = !CheckpointFile.existsIn(directory) && !Files.exists(directory.resolve(ENTRIES));
		LogKey key = LogKey.in(directory, fresh);
		if (fresh) {
			// an empty log has a checkpoint too: from now on a missing one is a fault
			new CheckpointFile(directory, origin, key)
				.write(new Checkpoint(origin, 0, new MerkleTree().root(0)).sign(key));
		}
		StoredLog log = new StoredLog(directory, origin, key);
		try {
			log.recover();
			return log;
		}
		catch (IOException | RuntimeException failure) {
			log.entries.close();
			throw failure;
		}
	}

	/**
	 * Appends all or nothing: entries, fsync, one signed checkpoint, fsync.
	 * @throws Unrestored if what was written of them may still be there
	 */
	List<Logged> append(List<LogEntry> batch) throws IOException {
		List<Logged> logged = new ArrayList<>();
		lock.writeLock().lock();
		int before = tree.size();
		try {
			entries.append(batch);
			for (LogEntry entry : batch) {
				logged.add(new Logged(entry, tree.size()));
				index(entry);
			}
			publish();
			return logged;
		}
		catch (IOException | RuntimeException failure) {
			takeBack(before, failure);
			throw failure;
		}
		finally {
			lock.writeLock().unlock();
		}
	}

	int size() {
		return read(() -> (int) checkpoint.size());
	}

	Checkpoint checkpoint() {
		return read(() -> checkpoint);
	}

	String note() {
		return read(() -> note);
	}

	LogKey key() {
		return key;
	}

	OptionalInt find(byte[] fingerprint) {
		return read(() -> {
			Integer index = indexes.get(HexFormat.of().formatHex(fingerprint));
			return (index != null && index < checkpoint.size()) ? OptionalInt.of(index) : OptionalInt.empty();
		});
	}

	Optional<LogEntry> entry(int index) {
		return read(() -> {
			if (index < 0 || index >= checkpoint.size()) {
				return Optional.empty();
			}
			try {
				return Optional.of(entries.read(index));
			}
			catch (IOException failure) {
				throw new UnavailableException("entry " + index + " cannot be read", failure);
			}
		});
	}

	InclusionProof inclusion(int index) {
		return read(() -> new InclusionProof(index, note, tree.inclusionProof(index, (int) checkpoint.size())));
	}

	List<byte[]> consistency(int first, int second) {
		return read(() -> {
			if (second > checkpoint.size()) {
				throw new IllegalArgumentException("the log has " + checkpoint.size() + " entries");
			}
			return tree.consistencyProof(first, second);
		});
	}

	@Override
	public void close() {
		lock.writeLock().lock();
		try {
			entries.close();
		}
		finally {
			lock.writeLock().unlock();
		}
	}

	private void index(LogEntry entry) {
		indexes.putIfAbsent(HexFormat.of().formatHex(entry.fingerprint()), tree.size());
		tree.append(MerkleTree.leafHash(entry.leafInput()));
	}

	private void recover() throws IOException {
		Checkpoint last = signed.read();
		if (last.size() > tree.size()) {
			throw CheckpointFile.rolledBack("the log in " + directory + " has " + tree.size()
					+ " whole entries, but its checkpoint says " + last.size());
		}
		if (!Arrays.equals(last.root(), tree.root((int) last.size()))) {
			throw CheckpointFile
				.rolledBack("the entries of the log in " + directory + " are not those its checkpoint was signed for");
		}
		if (entries.hasTornTail()) {
			entries.cutTornTail();
		}
		publish();
	}

	/** Signs and stores a checkpoint over the whole tree. */
	private void publish() throws IOException {
		Checkpoint next = new Checkpoint(origin, tree.size(), tree.root(tree.size()));
		String text = next.sign(key);
		signed.write(text);
		checkpoint = next;
		note = text;
	}

	/**
	 * Nobody was told of these entries, so they may go. A checkpoint over them may have
	 * reached the disk although writing it failed: the old one goes back first, or a
	 * crash in between would look like a rollback.
	 */
	private void takeBack(int before, Exception cause) throws Unrestored {
		tree.truncate(before);
		indexes.values().removeIf(index -> index >= before);
		try {
			if (entries.count() > before) {
				signed.write(note);
				entries.truncate(before);
			}
		}
		catch (IOException | RuntimeException worse) {
			throw new Unrestored(directory, cause, worse);
		}
	}

	private <T> T read(Supplier<T> reading) {
		lock.readLock().lock();
		try {
			return reading.get();
		}
		finally {
			lock.readLock().unlock();
		}
	}

}
