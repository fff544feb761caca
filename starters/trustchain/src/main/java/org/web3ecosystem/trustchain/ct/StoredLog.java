package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.trustchain.ct.TransparencyLog.Logged;

/**
 * The log as it lies on disk: entries, the tree over them and the signed checkpoint over
 * the tree, always in step; beside them the certificates that were issued to entries. One
 * thread appends, any number read; what is read is what the checkpoint covers.
 * <p>
 * Opening refuses a log that is shorter than its checkpoint says, whose entries hash to
 * another root, or whose checkpoint is missing or not by its key. Entries beyond the
 * checkpoint are from a batch that nobody was told of: whole ones are kept, since what
 * was signed should be seen, a torn one is cut.
 */
final class StoredLog implements AutoCloseable {

	private static final String ENTRIES = "entries";

	private static final String CERTIFICATES = "certificates";

	/** Where the files are that anyone may read. */
	static final String PUBLIC = "public";

	private static final Logger logger = LoggerFactory.getLogger(StoredLog.class);

	/** A tree head is never older (RFC 6962, section 3.5, with a lot to spare). */
	private static final Duration FRESH = Duration.ofHours(1);

	private final Path directory;

	private final String origin;

	private final LogKey key;

	private final TimestampKey timestamps;

	private final InstantSource clock;

	private final CheckpointFile signed;

	private final Issuers issuers;

	private final PublicFiles files;

	private final EntryFile entries;

	private final CertificateFile certificates;

	private final MerkleTree tree = new MerkleTree();

	private final Places places = new Places();

	/** Entries whose certificate is being made. */
	private final TreeSet<Integer> awaited = new TreeSet<>();

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private Published published;

	private @Nullable Retraction owed;

	private Instant lastEntry = Instant.EPOCH;

	private Instant lastHead = Instant.EPOCH;

	private StoredLog(Path directory, String origin, LogKey key, TimestampKey timestamps, InstantSource clock)
			throws IOException {
		this.directory = directory;
		this.origin = origin;
		this.key = key;
		this.timestamps = timestamps;
		this.clock = clock;
		this.signed = new CheckpointFile(directory, origin, key, timestamps);
		TileStore store = new TileDirectory(directory.resolve(PUBLIC));
		this.issuers = new Issuers(store);
		this.entries = EntryFile.open(directory.resolve(ENTRIES), this::index);
		this.files = new PublicFiles(store, tree, entries);
		this.published = sign(Instant.EPOCH);
		try {
			this.certificates = CertificateFile.open(directory.resolve(CERTIFICATES), this::indexCertificate);
		}
		catch (IOException | RuntimeException failure) {
			entries.close();
			throw failure;
		}
	}

	/**
	 * Entries that nobody was told of and that may still be on the disk.
	 *
	 * @param before size of the log without them
	 * @param reached its size with them
	 */
	private record Retraction(int before, int reached) {
	}

	/** After a write that failed the old state could not be brought back either. */
	static final class Unrestored extends IOException {

		private static final long serialVersionUID = 1L;

		private Unrestored(Path directory, Exception cause, Exception worse) {
			super("the log in " + directory + " could not be restored after a failed write: " + worse, cause);
			addSuppressed(worse);
		}

	}

	static StoredLog open(Path directory, String origin, InstantSource clock) throws IOException {
		boolean fresh = !CheckpointFile.existsIn(directory) && !Files.exists(directory.resolve(ENTRIES));
		DurableFile.directories(directory);
		LogKey key = LogKey.in(directory, fresh);
		TimestampKey timestamps = TimestampKey.in(directory, fresh || !CheckpointFile.hasTreeHead(directory));
		if (fresh) {
			// an empty log has a checkpoint too: from now on a missing one is a fault
			new CheckpointFile(directory, origin, key, timestamps)
				.write(empty(origin, key, timestamps, clock.instant()));
		}
		StoredLog log = new StoredLog(directory, origin, key, timestamps, clock);
		try {
			log.recover();
			return log;
		}
		catch (IOException | RuntimeException failure) {
			log.close();
			throw failure;
		}
	}

	private static String empty(String origin, LogKey key, TimestampKey timestamps, Instant at) {
		Checkpoint checkpoint = new Checkpoint(origin, 0, new MerkleTree().root(0));
		return checkpoint.sign(key, TreeHead.of(checkpoint, at, timestamps), timestamps.publicKey());
	}

	/**
	 * Appends all or nothing: entries, fsync, tiles, fsync, one signed checkpoint, fsync.
	 * What is in the log already stays where it is.
	 * @throws Unrestored if what was written of them may still be there
	 */
	List<Logged> append(List<Submission> batch) throws IOException {
		lock.writeLock().lock();
		int before = tree.size();
		try {
			List<Logged> logged = new ArrayList<>();
			List<LogEntry> fresh = new ArrayList<>();
			for (Submission submission : batch) {
				issuers.keep(submission.chain());
				logged.add(place(submission, fresh));
			}
			if (!fresh.isEmpty()) {
				entries.append(fresh);
				files.write(before, tree.size());
				publish();
			}
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

	private Logged place(Submission submission, List<LogEntry> fresh) throws IOException {
		OptionalInt known = places.find(submission.entry().identity());
		if (known.isPresent()) {
			int index = known.getAsInt();
			int begin = tree.size() - fresh.size();
			return new Logged((index < begin) ? entries.read(index) : fresh.get(index - begin), index);
		}
		int index = tree.size();
		LogEntry entry = LogEntry.of(submission, index, notBefore(lastEntry));
		fresh.add(entry);
		index(entry);
		if (submission.awaited()) {
			awaited.add(index);
		}
		return new Logged(entry, index);
	}

	/** Makes the certificates to entries durable, all or nothing. */
	void complete(List<CertificateFile.Final> batch) throws IOException {
		lock.writeLock().lock();
		try {
			certificates.append(batch);
			batch.forEach(each -> {
				indexCertificate(each.index(), each.certificate());
				awaited.remove(each.index());
			});
		}
		finally {
			lock.writeLock().unlock();
		}
	}

	/** There will be no certificate to this entry. */
	void abandon(int index) {
		lock.writeLock().lock();
		try {
			awaited.remove(index);
		}
		finally {
			lock.writeLock().unlock();
		}
	}

	/** Signs the tree again if that was long ago. */
	void refresh() throws IOException {
		lock.writeLock().lock();
		try {
			if (lastHead.plus(FRESH).isBefore(clock.instant())) {
				publish();
			}
		}
		finally {
			lock.writeLock().unlock();
		}
	}

	int size() {
		return read(() -> length());
	}

	/** The first entry whose certificate is still being made, or the size. */
	int settled() {
		return read(() -> awaited.isEmpty() ? length() : Math.min(awaited.first(), length()));
	}

	Published published() {
		return read(() -> published);
	}

	LogKey key() {
		return key;
	}

	TimestampKey timestamps() {
		return timestamps;
	}

	OptionalInt find(byte[] digest) {
		return read(() -> {
			OptionalInt index = places.find(digest);
			return (index.isPresent() && index.getAsInt() < length()) ? index : OptionalInt.empty();
		});
	}

	Optional<LogEntry> entry(int index) {
		return read(() -> {
			if (index < 0 || index >= length()) {
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

	Optional<byte[]> certificate(int index) {
		return read(() -> {
			try {
				return certificates.read(index);
			}
			catch (IOException failure) {
				throw new UnavailableException("certificate " + index + " cannot be read", failure);
			}
		});
	}

	Optional<byte[]> issuer(byte[] digest) {
		try {
			return issuers.find(digest);
		}
		catch (IOException failure) {
			throw new UnavailableException("an issuer's certificate cannot be read", failure);
		}
	}

	InclusionProof inclusion(int index) {
		return read(() -> new InclusionProof(index, published.note(), tree.inclusionProof(index, length())));
	}

	List<byte[]> inclusion(int index, int size) {
		return read(() -> {
			requireSize(size);
			return tree.inclusionProof(index, size);
		});
	}

	List<byte[]> consistency(int first, int second) {
		return read(() -> {
			requireSize(second);
			return tree.consistencyProof(first, second);
		});
	}

	private int length() {
		return (int) published.checkpoint().size();
	}

	private void requireSize(int size) {
		if (size > length()) {
			throw new IllegalArgumentException("the log has " + length() + " entries");
		}
	}

	@Override
	public void close() {
		lock.writeLock().lock();
		try {
			entries.close();
			certificates.close();
		}
		catch (IOException failure) {
			throw new UnavailableException("the log could not be closed", failure);
		}
		finally {
			lock.writeLock().unlock();
		}
	}

	private void index(LogEntry entry) {
		int index = tree.size();
		byte[] leafHash = MerkleTree.leafHash(entry.leafInput());
		places.add(entry.stamped().entry().identity(), index);
		places.add(leafHash, index);
		if (entry.stamped().entry() instanceof SignedEntry.X509(byte[] certificate)) {
			indexCertificate(index, certificate);
		}
		tree.append(leafHash);
		lastEntry = later(lastEntry, entry.timestamp());
	}

	private void indexCertificate(int index, byte[] certificate) {
		places.add(Digest.sha256(certificate), index);
	}

	private void recover() throws IOException {
		CheckpointFile.Last stored = signed.read();
		Checkpoint last = stored.checkpoint();
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
		files.verify(origin, key.publicKey(), timestamps.publicKey());
		lastHead = stored.head().map(TreeHead::timestamp).orElse(Instant.EPOCH);
		publish();
	}

	/** Signs and stores a checkpoint over the whole tree. */
	private void publish() throws IOException {
		Instant at = later(notBefore(lastEntry), lastHead.plusMillis(1));
		Published next = sign(at);
		int before = length();
		signed.write(next.note());
		published = next;
		lastHead = at;
		show(before);
	}

	/**
	 * What is signed for counts, whether it can be shown or not: the next one will be.
	 */
	private void show(int before) {
		try {
			files.show(published.note(), before, length());
		}
		catch (IOException failure) {
			logger.atWarn().addKeyValue("reason", Reason.of(failure)).log("a checkpoint could not be published");
		}
	}

	private Published sign(Instant at) {
		Checkpoint checkpoint = new Checkpoint(origin, tree.size(), tree.root(tree.size()));
		TreeHead head = TreeHead.of(checkpoint, at, timestamps);
		return new Published(checkpoint, head, checkpoint.sign(key, head, timestamps.publicKey()));
	}

	/** Now, but clocks are set back at times. */
	private Instant notBefore(Instant earliest) {
		return later(clock.instant().truncatedTo(ChronoUnit.MILLIS), earliest);
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	/**
	 * Nobody was told of these entries, so they may go. A checkpoint over them may have
	 * reached the disk although writing it failed: the old one goes back first, or a
	 * crash in between would look like a rollback.
	 */
	private void takeBack(int before, Exception cause) throws Unrestored {
		int reached = tree.size();
		tree.truncate(before);
		places.truncate(before);
		awaited.tailSet(before).clear();
		try {
			retract(new Retraction(before, reached));
		}
		catch (IOException | RuntimeException worse) {
			owed = new Retraction(before, reached);
			throw new Unrestored(directory, cause, worse);
		}
	}

	private void retract(Retraction retraction) throws IOException {
		if (entries.count() > retraction.before()) {
			signed.write(published.note());
			entries.truncate(retraction.before());
			files.discard(retraction.before(), retraction.reached());
		}
	}

	/**
	 * Brings the old state back where that failed before; signs it once more. Nothing may
	 * be appended until it is done.
	 */
	void restore() throws IOException {
		lock.writeLock().lock();
		try {
			if (owed != null) {
				retract(owed);
				owed = null;
			}
			publish();
		}
		finally {
			lock.writeLock().unlock();
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
