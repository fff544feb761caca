package org.web3ecosystem.trustchain.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.CheckpointWitness;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.trustchain.ct.Checkpoint;
import org.web3ecosystem.trustchain.ct.Cosigner;
import org.web3ecosystem.trustchain.ct.Proofs;

/**
 * This node as a witness. Of each log it keeps the key and the last checkpoint that it
 * cosigned: on disk before the cosignature leaves. The first key under which a log is
 * known stays its key. Thread-safe.
 */
public final class OwnWitness implements CheckpointWitness {

	/** The most logs. */
	static final int MAX_LOGS = 256;

	private static final int MAX_BYTES = 4096;

	private static final String ENDING = ".log";

	private static final Logger logger = LoggerFactory.getLogger(OwnWitness.class);

	private final Path directory;

	private final String name;

	private final InstantSource clock;

	private final Executor executor;

	private @Nullable Cosigner cosigner;

	/**
	 * @param directory where key and states are; need not exist
	 * @param name such as {@code node1.node.local.internal/witness}
	 */
	public OwnWitness(Path directory, String name, InstantSource clock, Executor executor) {
		this.directory = directory;
		this.name = name;
		this.clock = clock;
		this.executor = executor;
	}

	/**
	 * Knows a log from now on. Blocks.
	 * @return whether the log has this key: a log that is known keeps the one it has
	 * @throws UnavailableException if it cannot be kept
	 */
	synchronized boolean trust(String origin, PublicKey key) {
		try {
			Optional<Seen> known = seen(origin);
			if (known.isEmpty()) {
				if (logs() >= MAX_LOGS) {
					return false;
				}
				store(new Seen(origin, key.getEncoded(), 0, Digest.sha256()));
				return true;
			}
			return Arrays.equals(known.get().logKey(), key.getEncoded());
		}
		catch (IOException failure) {
			throw new UnavailableException("the witness cannot keep what it knows: " + failure.getMessage(), failure);
		}
	}

	/** Its key. Blocks at the first time. */
	public synchronized Cosigner cosigner() {
		if (cosigner == null) {
			try {
				cosigner = Cosigner.open(directory, name);
			}
			catch (IOException failure) {
				throw new UnavailableException("the witness has no key: " + failure.getMessage(), failure);
			}
		}
		return cosigner;
	}

	@Override
	public CompletionStage<Answer> addCheckpoint(Submission submission) {
		return Async.call(executor, () -> {
			try {
				return judge(submission);
			}
			catch (IOException failure) {
				throw new UnavailableException("nothing is cosigned now: " + failure.getMessage(), failure);
			}
		});
	}

	/** One at a time: what is compared is what is then kept. */
	private synchronized Answer judge(Submission submission) throws IOException {
		Optional<Seen> known;
		try {
			known = seen(Checkpoint.originOf(submission.checkpoint()));
		}
		catch (IllegalArgumentException malformed) {
			return new Answer.Refused(Refusal.MALFORMED);
		}
		if (known.isEmpty()) {
			return new Answer.Refused(Refusal.UNKNOWN_LOG);
		}
		Seen before = known.get();
		Checkpoint next;
		try {
			next = Checkpoint.verified(submission.checkpoint(), NodeKey.decodePublic(before.logKey()));
		}
		catch (IllegalArgumentException notSigned) {
			return new Answer.Refused(Refusal.NOT_SIGNED);
		}
		if (submission.oldSize() > next.size()) {
			return new Answer.Refused(Refusal.MALFORMED);
		}
		if (submission.oldSize() != before.size()) {
			return new Answer.Conflict(before.size());
		}
		Optional<Refusal> refusal = refusal(before, next, submission);
		if (refusal.isPresent()) {
			tell(before, next, refusal.get());
			return new Answer.Refused(refusal.get());
		}
		// kept before it is signed, or a crash forgets what was cosigned
		if (next.size() > before.size()) {
			store(new Seen(before.origin(), before.logKey(), next.size(), next.root()));
		}
		return new Answer.Cosigned(cosigner().cosign(next, clock.instant()), cosigner().verifierKey());
	}

	private static Optional<Refusal> refusal(Seen before, Checkpoint next, Submission submission) {
		if (before.size() == 0 || before.size() == next.size()) {
			if (before.size() == next.size() && !Arrays.equals(before.root(), next.root())) {
				return Optional.of(Refusal.OTHER_ROOT);
			}
			return submission.proof().isEmpty() ? Optional.empty() : Optional.of(Refusal.INCONSISTENT);
		}
		return Proofs.consistent(before.size(), before.root(), next.size(), next.root(), submission.proof())
				? Optional.empty() : Optional.of(Refusal.INCONSISTENT);
	}

	private static void tell(Seen before, Checkpoint next, Refusal why) {
		logger.atWarn()
			.addKeyValue("log", before.origin())
			.addKeyValue("cosigned", before.size())
			.addKeyValue("shown", next.size())
			.addKeyValue("why", why)
			.log("a checkpoint that its log has signed is not cosigned");
	}

	private Optional<Seen> seen(String origin) throws IOException {
		try {
			return Optional.of(Seen.decode(Files.readAllBytes(file(origin)), origin));
		}
		catch (NoSuchFileException unknown) {
			return Optional.empty();
		}
		catch (CborException | IllegalArgumentException damaged) {
			// it is not known any more what was cosigned: nothing is, until somebody
			// looks
			throw new IOException("what is kept of the log " + origin + " is damaged: " + file(origin), damaged);
		}
	}

	private void store(Seen now) throws IOException {
		DurableFile.write(file(now.origin()), now.encode());
	}

	private Path file(String origin) {
		return directory.resolve(Digest.hex(origin.getBytes(StandardCharsets.UTF_8)) + ENDING);
	}

	private long logs() throws IOException {
		DurableFile.directories(directory);
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter(file -> file.toString().endsWith(ENDING)).count();
		}
	}

	/** What was cosigned last of a log. */
	private record Seen(String origin, byte[] logKey, long size, byte[] root) {

		byte[] encode() {
			return Cbor
				.struct(Map.entry("origin", Cbor.of(origin)), Map.entry("logKey", Cbor.of(logKey)),
						Map.entry("size", Cbor.of(size)), Map.entry("root", Cbor.of(root)))
				.encode();
		}

		static Seen decode(byte[] encoded, String origin) {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("origin", "logKey", "size", "root");
			if (!map.text("origin").equals(origin)) {
				throw new IllegalArgumentException("it is of another log");
			}
			return new Seen(origin, map.bytes("logKey"), map.integer("size"), map.bytes("root"));
		}

	}

}
