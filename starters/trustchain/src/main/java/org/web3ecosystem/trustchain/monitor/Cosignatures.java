package org.web3ecosystem.trustchain.monitor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.CheckpointWitness.Answer;
import org.web3ecosystem.spi.trust.CheckpointWitness.Refusal;
import org.web3ecosystem.spi.trust.CheckpointWitness.Submission;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.ct.Published;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/**
 * What the other validators have cosigned of this one's log. Each new checkpoint is taken
 * to all of them; who does not answer is asked again. If more of them than can be wrong
 * have cosigned what this log does not have, it was rolled back, and takes nothing more.
 * Thread-safe; only {@link #look} blocks.
 */
public final class Cosignatures implements AutoCloseable {

	private static final Duration PERIOD = Duration.ofSeconds(5);

	private static final Duration DEADLINE = Duration.ofSeconds(15);

	/** Those that a note shows: a reader takes so many signatures, and so much text. */
	private static final int MAX_SHOWN = 12;

	private static final int MAX_NOTE = 4096;

	private static final Logger logger = LoggerFactory.getLogger(Cosignatures.class);

	private final List<RemoteWitness> witnesses;

	private final Supplier<Optional<TransparencyLog>> log;

	private final Executor executor;

	/** Up to where each witness has cosigned, as far as is known. */
	private final Map<String, Long> sizes = new ConcurrentHashMap<>();

	/** Why a witness does not, so that it is told once. */
	private final Map<String, String> faults = new ConcurrentHashMap<>();

	private volatile Held held = new Held("", Map.of());

	private volatile @Nullable Thread following;

	/**
	 * Lines over one note.
	 *
	 * @param lines by witness
	 */
	private record Held(String note, Map<String, String> lines) {
	}

	/**
	 * @param log of this node, while it keeps one
	 */
	public Cosignatures(List<RemoteWitness> witnesses, Supplier<Optional<TransparencyLog>> log, Executor executor) {
		this.witnesses = List.copyOf(witnesses);
		this.log = log;
		this.executor = executor;
	}

	/**
	 * A note of this log, with the cosignatures that there are of the same checkpoint.
	 */
	public String with(String note) {
		Held now = held;
		if (!now.note().equals(note)) {
			return note;
		}
		StringBuilder all = new StringBuilder(note);
		now.lines()
			.values()
			.stream()
			.limit(MAX_SHOWN)
			.filter(line -> all.length() + line.length() <= MAX_NOTE)
			.forEach(all::append);
		return all.toString();
	}

	/** How many have cosigned the newest checkpoint, and how many could. */
	public String standing() {
		return held.lines().size() + " of " + witnesses.size();
	}

	/** How many have cosigned the newest checkpoint that was taken to them. */
	public int count() {
		return held.lines().size();
	}

	/** Begins to ask. */
	public synchronized void start() {
		if (following == null) {
			following = Thread.ofVirtual().name("trustchain-cosignatures").start(this::follow);
		}
	}

	@Override
	public synchronized void close() {
		Thread thread = following;
		following = null;
		if (thread != null) {
			thread.interrupt();
		}
	}

	private void follow() {
		while (!Thread.currentThread().isInterrupted()) {
			try {
				look();
			}
			catch (RuntimeException unexpected) {
				if (following == null) {
					return;
				}
				logger.atError().setCause(unexpected).log("having checkpoints cosigned failed");
			}
			LockSupport.parkNanos(PERIOD.toNanos());
		}
	}

	/** Has the present checkpoint cosigned by those who have not yet. Blocks. */
	void look() {
		Optional<TransparencyLog> present = log.get().filter(each -> each.broken().isEmpty());
		if (present.isEmpty()) {
			return;
		}
		Published published = present.get().published();
		if (published.checkpoint().size() == 0) {
			return;
		}
		Map<String, String> lines = new ConcurrentHashMap<>(
				held.note().equals(published.note()) ? held.lines() : Map.of());
		Set<String> contradicted = ConcurrentHashMap.newKeySet();
		List<CompletionStage<Void>> asked = witnesses.stream()
			.filter(witness -> !lines.containsKey(witness.validator()))
			.map(witness -> Async.<@Nullable Void>call(executor, () -> {
				ask(witness, present.get(), published, contradicted)
					.ifPresent(line -> lines.put(witness.validator(), line));
				return null;
			}))
			.toList();
		asked.forEach(each -> Async.await(each, DEADLINE.multipliedBy(2), "the witnesses"));
		held = new Held(published.note(), Map.copyOf(lines));
		if (contradicted.size() > witnesses.size() / 3) {
			present.get()
				.refuse("validators have cosigned of this log what it does not have (" + String.join(", ", contradicted)
						+ "): it was rolled back. Put it back as it was last written, or begin a new one with 'restore'.");
		}
	}

	/**
	 * @param contradicted gets who has cosigned another log of this name and key
	 */
	private Optional<String> ask(RemoteWitness witness, TransparencyLog of, Published published,
			Set<String> contradicted) {
		try {
			Answer answer = ask(witness, of, published, sizes.getOrDefault(witness.validator(), 0L));
			if (answer instanceof Answer.Conflict(long size) && size <= published.checkpoint().size()) {
				answer = ask(witness, of, published, size);
			}
			return switch (answer) {
				case Answer.Cosigned(String line, String _) -> {
					sizes.put(witness.validator(), published.checkpoint().size());
					faults.remove(witness.validator());
					yield Optional.of(line);
				}
				case Answer.Conflict(long size) -> {
					contradicted.add(witness.validator());
					yield fault(witness,
							"it has cosigned " + size + " entries, and the log has " + published.checkpoint().size());
				}
				case Answer.Refused(Refusal why) -> {
					if (why == Refusal.INCONSISTENT || why == Refusal.OTHER_ROOT) {
						contradicted.add(witness.validator());
					}
					yield fault(witness, "it refuses: " + why);
				}
			};
		}
		catch (UnavailableException | RejectedException | IllegalArgumentException notNow) {
			logger.atDebug().addKeyValue("validator", witness.validator()).setCause(notNow).log("not cosigned");
			return Optional.empty();
		}
	}

	private static Answer ask(RemoteWitness witness, TransparencyLog of, Published published, long from) {
		int size = (int) published.checkpoint().size();
		return Async.await(
				witness.addCheckpoint(
						new Submission(from, of.consistency((int) Math.min(from, size), size), published.note())),
				DEADLINE, witness.validator());
	}

	private Optional<String> fault(RemoteWitness witness, String what) {
		if (!what.equals(faults.put(witness.validator(), what))) {
			logger.atWarn()
				.addKeyValue("validator", witness.validator())
				.addKeyValue("reason", what)
				.log("a validator does not cosign this log");
		}
		return Optional.empty();
	}

}
