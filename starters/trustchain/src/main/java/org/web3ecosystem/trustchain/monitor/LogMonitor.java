package org.web3ecosystem.trustchain.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.trustchain.monitor.Followed.Step;

/**
 * Follows the logs of the other validators: reads every entry, checks that each log only
 * grows, and raises an alarm where one does not or has a certificate for a watched name
 * that is not its owner's. How far it came is on disk. An alarm changes nothing by
 * itself: a validator gone bad must not be able to stop others by what it logs.
 * Thread-safe; only {@link #look} blocks.
 */
public final class LogMonitor implements AutoCloseable {

	private static final Duration PERIOD = Duration.ofSeconds(10);

	private static final Duration DEADLINE = Duration.ofSeconds(5);

	/** Of one log at one look; the others wait meanwhile. */
	private static final int MAX_PAGES = 64;

	private static final int MAX_ALARMS = 100;

	private static final Logger logger = LoggerFactory.getLogger(LogMonitor.class);

	private final Node node;

	private final TransportProvider transport;

	private final Watch watch;

	private final Path directory;

	private final Map<NodeId, Followed> followed = new HashMap<>();

	/** By what they say, so that none is raised twice. */
	private final Map<Alarm, Boolean> alarms = new LinkedHashMap<>();

	private @Nullable Thread following;

	/**
	 * Something that should not be in a log, or of it.
	 *
	 * @param validator short name of the validator whose log it is
	 * @param what what is wrong
	 */
	public record Alarm(String validator, String what) {
	}

	/**
	 * @param watched names for which nobody in the federation but this node issues
	 * @param directory where it keeps how far it came; need not exist
	 */
	public LogMonitor(Node node, TransportProvider transport, List<String> watched, Path directory) {
		this.node = node;
		this.transport = transport;
		this.watch = new Watch(owners(node, watched));
		this.directory = directory;
	}

	private static Map<String, Optional<NodeId>> owners(Node node, List<String> watched) {
		Map<String, Optional<NodeId>> owners = new HashMap<>();
		watched.forEach(name -> owners.put(name, Optional.empty()));
		String nodes = ".node." + node.genesis().zone();
		node.genesis()
			.validators()
			.forEach(validator -> owners.put(validator.name() + nodes, Optional.of(validator.id())));
		owners.put(node.name() + nodes, Optional.of(node.id()));
		return owners;
	}

	/** What was found since this process began, the oldest first. */
	public List<Alarm> alarms() {
		synchronized (alarms) {
			return List.copyOf(alarms.keySet());
		}
	}

	/** How many entries of a validator's log were agreed with. */
	public synchronized long agreed(NodeId validator) {
		return followed.getOrDefault(validator, Followed.NOTHING).agreed();
	}

	/** Begins to follow. */
	public synchronized void start() {
		if (following == null) {
			following = Thread.ofVirtual().name("trustchain-monitor").start(this::follow);
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
			for (Validator validator : others()) {
				try {
					look(validator);
				}
				catch (UnavailableException | RejectedException | IOException notNow) {
					logger.atDebug()
						.addKeyValue("validator", validator.name())
						.setCause(notNow)
						.log("log not followed");
				}
				catch (RuntimeException unexpected) {
					logger.atError()
						.addKeyValue("validator", validator.name())
						.setCause(unexpected)
						.log("following a log failed");
				}
			}
			LockSupport.parkNanos(PERIOD.toNanos());
		}
	}

	private List<Validator> others() {
		return node.genesis().validators().stream().filter(each -> !each.id().equals(node.id())).toList();
	}

	/**
	 * Reads what is new in a validator's log.
	 * @throws UnavailableException if it does not answer
	 * @throws IOException if it cannot be kept how far that was
	 */
	void look(Validator validator) throws IOException {
		Followed before = before(validator);
		Followed now = before;
		try {
			for (int page = 0; page < MAX_PAGES; page++) {
				LogPage shown = ask(validator, now.frontier().size());
				Step step = now.take(shown, validator.publicKey());
				if (!(step instanceof Step.Onward(Followed next, boolean more))) {
					now = refused(validator, now, step);
					break;
				}
				shown.entries()
					.forEach(entry -> watch.judge(entry).ifPresent(what -> raise(new Alarm(validator.name(), what))));
				now = next;
				if (!more) {
					break;
				}
			}
		}
		catch (IllegalArgumentException wrong) {
			raise(new Alarm(validator.name(), String.valueOf(wrong.getMessage())));
		}
		if (!now.isAsFarAs(before)) {
			keep(validator, now);
		}
	}

	private Followed refused(Validator validator, Followed now, Step step) {
		return switch (step) {
			case Step.Rewritten(String what) -> {
				raise(new Alarm(validator.name(), "the log was rewritten: " + what));
				yield now;
			}
			case Step.Another(Followed other) -> {
				raise(new Alarm(validator.name(),
						"another log began, after " + now.agreed() + " entries of the one before"));
				yield other;
			}
			case Step.Onward(Followed next, boolean more) -> next;
		};
	}

	private void raise(Alarm alarm) {
		synchronized (alarms) {
			if (alarms.size() >= MAX_ALARMS || alarms.putIfAbsent(alarm, true) != null) {
				return;
			}
		}
		logger.atWarn()
			.addKeyValue("validator", alarm.validator())
			.addKeyValue("alarm", alarm.what())
			.log("a transparency log is not as it should be");
	}

	private LogPage ask(Validator validator, long from) {
		return LogPage.decode(Async.await(
				transport.connect(Peer.of(validator), DEADLINE)
					.thenCompose(connection -> connection.request(LogPage.METHOD, Cbor.of(from).encode(), DEADLINE)),
				DEADLINE.multipliedBy(2), validator.name()));
	}

	private synchronized Followed before(Validator validator) throws IOException {
		Followed known = followed.get(validator.id());
		if (known == null) {
			known = read(file(validator));
			followed.put(validator.id(), known);
		}
		return known;
	}

	private static Followed read(Path file) throws IOException {
		try {
			return Followed.decode(Files.readAllBytes(file));
		}
		catch (NoSuchFileException fresh) {
			return Followed.NOTHING;
		}
		catch (IllegalArgumentException damaged) {
			logger.atWarn().addKeyValue("file", file).log("how far a log was followed is lost: it is read again");
			return Followed.NOTHING;
		}
	}

	private synchronized void keep(Validator validator, Followed now) throws IOException {
		DurableFile.directories(directory);
		DurableFile.write(file(validator), now.encode());
		followed.put(validator.id(), now);
	}

	private Path file(Validator validator) {
		return directory.resolve(validator.id().hex());
	}

}
