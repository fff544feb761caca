package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.DurableFile;

/**
 * A log of records that lie elsewhere: each is a leaf (RFC 6962, section 2.1), and a
 * checkpoint is signed over all of them (c2sp.org/tlog-checkpoint), so that it can be
 * told if one is changed or taken away, the last one too. Only what is needed to go on is
 * kept. One thread appends and signs; any may read the checkpoint.
 */
public final class RecordLog {

	private static final String STATE = "tree";

	private static final int MAX_BYTES = 16 * 1024;

	private static final int MAX_MARK = 1024;

	private final Path file;

	private final String origin;

	private final LogKey key;

	private Frontier frontier;

	private volatile String note;

	private volatile byte[] mark;

	private RecordLog(Path file, String origin, LogKey key, Frontier frontier, String note, byte[] mark) {
		this.file = file;
		this.origin = origin;
		this.key = key;
		this.frontier = frontier;
		this.note = note;
		this.mark = mark;
	}

	/**
	 * Opens the log in {@code directory}, making an empty one where there is none.
	 * @param origin its name in checkpoints
	 * @throws LogException if what lies there cannot be trusted
	 */
	public static RecordLog open(Path directory, String origin) {
		Path file = directory.resolve(STATE);
		try {
			boolean fresh = !Files.exists(file);
			LogKey key = LogKey.in(directory, fresh);
			if (fresh) {
				RecordLog made = new RecordLog(file, origin, key, Frontier.EMPTY, "", new byte[0]);
				made.sign(new byte[0]);
				return made;
			}
			return read(file, origin, key);
		}
		catch (IOException | IllegalArgumentException | CborException damaged) {
			throw new LogException("the log of records in " + directory + " is not good: " + damaged.getMessage(),
					"Restore the directory, or delete it, and another log with another key begins.", damaged);
		}
	}

	private static RecordLog read(Path file, String origin, LogKey key) throws IOException {
		Cbor.Struct state = Cbor.decodeStruct(Files.readAllBytes(file), MAX_BYTES).only("note", "hashes", "mark");
		List<byte[]> hashes = state.array("hashes")
			.stream()
			.map(item -> (item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0])
			.toList();
		Checkpoint signed = Checkpoint.verified(state.text("note"), key.publicKey());
		Frontier frontier = new Frontier(signed.size(), hashes);
		if (!signed.origin().equals(origin) || !Arrays.equals(frontier.root(), signed.root())) {
			throw new IllegalArgumentException("its checkpoint is not over this tree");
		}
		return new RecordLog(file, origin, key, frontier, state.text("note"), state.bytes("mark"));
	}

	/** One more record; counts when {@link #sign} has returned. */
	public void append(byte[] record) {
		frontier = frontier.append(record);
	}

	/**
	 * Signs for everything that was appended, durably.
	 * @param reached what the caller has to know to go on from here, at most
	 * {@value #MAX_MARK} bytes
	 */
	public void sign(byte[] reached) throws IOException {
		if (reached.length > MAX_MARK) {
			throw new IllegalArgumentException("a mark has at most " + MAX_MARK + " bytes");
		}
		String next = new Checkpoint(origin, frontier.size(), frontier.root()).sign(key);
		DurableFile.write(file,
				Cbor.struct(Map.entry("note", Cbor.of(next)),
						Map.entry("hashes", Cbor.of(frontier.hashes().stream().map(Cbor::of).toList())),
						Map.entry("mark", Cbor.of(reached)))
					.encode());
		note = next;
		mark = reached.clone();
	}

	/** What was given when it was signed for last; empty at first. */
	public byte[] mark() {
		return mark.clone();
	}

	/** The checkpoint, a signed note. */
	public String note() {
		return note;
	}

	/** The key as note verifiers take it. */
	public String verifierKey() {
		return LogKey.verifierKey(origin, key.publicKey());
	}

}
