package org.web3ecosystem.trustchain.update;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NameRegistry;
import org.web3ecosystem.spi.discovery.NameRegistry.Held;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.dns.Updates;
import org.web3ecosystem.trustchain.tsig.TsigKey;

/**
 * Updates by those who have a key for the names (RFC 2136, TSIG). What is done is done on
 * the federation's ledger in the name of this node, and said to be done when it was
 * executed there. Thread-safe.
 * <p>
 * The same signature is answered in the same way and carried out once
 * ({@link SeenUpdates}), and one from before this process began, when it is not known any
 * more what was seen, is refused. A node knows nothing of what another one has seen.
 */
public final class DynamicUpdates implements Updates {

	/** The most updates that wait for the ledger, or for each other. */
	static final int MAX_IN_FLIGHT = 32;

	/** How long one may take, below what a connection waits for. */
	static final Duration PATIENCE = Duration.ofSeconds(8);

	/**
	 * An update has no word for it; the longest, since nobody may be there to renew it.
	 */
	static final Duration LEASE = ServiceRegistration.LONGEST_LEASE;

	/**
	 * How often an update begins anew because something came between, and how often a
	 * name is asked for that is only known from the past.
	 */
	private static final int ATTEMPTS = 3;

	private static final Logger logger = LoggerFactory.getLogger(DynamicUpdates.class);

	private final OwnZone zone;

	private final NameRegistry registry;

	private final InstantSource clock;

	private final Executor executor;

	private final Instant began;

	private final SeenUpdates seen = new SeenUpdates();

	private final Turns turns = new Turns();

	private final Semaphore free = new Semaphore(MAX_IN_FLIGHT);

	private final RefusalLog refusals;

	private final RefusalLog failures;

	private final LongAdder executed = new LongAdder();

	/** By RCODE, of which there are few. */
	private final Map<Integer, LongAdder> refused = new ConcurrentHashMap<>();

	/**
	 * @param zone what may change, and what is there
	 * @param registry what is changed
	 * @param executor virtual threads
	 */
	public DynamicUpdates(OwnZone zone, NameRegistry registry, InstantSource clock, Executor executor) {
		this.zone = zone;
		this.registry = registry;
		this.clock = clock;
		this.executor = executor;
		this.refusals = new RefusalLog(clock);
		this.failures = new RefusalLog(clock);
		this.began = Instant.ofEpochSecond(clock.instant().getEpochSecond());
	}

	@Override
	public CompletionStage<Integer> decided(TsigKey key, ByteBuffer update, ByteBuffer signed) {
		try {
			return once(key, update, signature(signed));
		}
		catch (IOException | RuntimeException failure) {
			return CompletableFuture.completedFuture(failed(key, failure));
		}
	}

	private CompletionStage<Integer> once(TsigKey key, ByteBuffer update, TSIGRecord signature) {
		if (signature.getTimeSigned().isBefore(began)) {
			return refusing(key, Rcode.REFUSED, "it was signed before this process began; sign it anew");
		}
		return seen
			.once(key.name().text(), signature.getSignature(),
					signature.getTimeSigned().plus(signature.getFudge()).plusSeconds(1), clock.instant(),
					() -> decided(key, update))
			.orElseGet(() -> refusing(key, Rcode.SERVFAIL, "more updates than can be told apart"));
	}

	private static TSIGRecord signature(ByteBuffer message) throws IOException {
		byte[] bytes = new byte[message.remaining()];
		message.get(message.position(), bytes);
		return new Message(bytes).getTSIG();
	}

	private CompletionStage<Integer> decided(TsigKey key, ByteBuffer update) {
		return switch (UpdateReader.read(update, zone.apex())) {
			case Reading.Refused(int rcode, String why) -> refusing(key, rcode, why);
			case Reading.Wanted wanted -> objection(key, wanted).map(why -> refusing(key, Rcode.REFUSED, why))
				.orElseGet(() -> begun(key, wanted));
		};
	}

	/** Why it is not for this key, or for nobody. */
	private Optional<String> objection(TsigKey key, Reading.Wanted wanted) {
		Set<Name> changed = wanted.changed();
		for (Name name : changed) {
			if (!key.mayUpdate(name)) {
				return Optional.of("the key is not for " + name);
			}
			if (!zone.isForServices(name)) {
				return Optional.of(name + " is not for services");
			}
		}
		return (changed.size() > 1) ? Optional
			.of("it changes " + changed.size() + " names, and the ledger takes one at a time: send an update for each")
				: Optional.empty();
	}

	private CompletionStage<Integer> begun(TsigKey key, Reading.Wanted wanted) {
		if (!free.tryAcquire()) {
			return refusing(key, Rcode.SERVFAIL, "too many updates at once");
		}
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		return Async.call(executor, () -> inTurn(key, wanted, deadline))
			.exceptionally(failure -> failed(key, Async.cause(failure)))
			.whenComplete((rcode, never) -> free.release());
	}

	private int inTurn(TsigKey key, Reading.Wanted wanted, long deadline) {
		try (Turns.Turn _ = turns.take(wanted.names(), deadline)) {
			for (int attempt = 1;; attempt++) {
				try {
					return carriedOut(key, wanted, deadline);
				}
				catch (RejectedException between) {
					if (attempt == ATTEMPTS || between.kind().filter(NameRegistry.CHANGED::equals).isEmpty()) {
						throw between;
					}
				}
			}
		}
	}

	/** RFC 2136, sections 3.2.5 and 3.4.2.7. */
	private int carriedOut(TsigKey key, Reading.Wanted wanted, long deadline) {
		for (Prerequisite each : wanted.prerequisites()) {
			int rcode = each.rcode(there(each.name(), deadline));
			if (rcode != Rcode.NOERROR) {
				return said(key, rcode, "what it presupposes of " + each.name() + " is not so");
			}
		}
		return wanted.changed()
			.stream()
			.findFirst()
			.map(name -> changed(key, name, wanted.changes(), deadline))
			.orElse(Rcode.NOERROR);
	}

	private int changed(TsigKey key, Name name, List<Change> changes, long deadline) {
		Held before = await(registry.held(name), deadline);
		return switch (Outcome.of(changes, before, there(name, deadline), LEASE)) {
			case Outcome.Unchanged _ -> Rcode.NOERROR;
			case Outcome.Refused(String why) -> throw new RejectedException(why);
			case Outcome.Replaced(ServiceRegistration next) -> {
				await(registry.replace(before, next), deadline);
				yield done(key, name, next.records().size());
			}
			case Outcome.Withdrawn _ -> {
				await(registry.withdraw(before), deadline);
				yield done(key, name, 0);
			}
		};
	}

	/** One slow answer is no reason to fail: nothing was written yet. */
	private There there(Name name, long deadline) {
		for (int attempt = 1;; attempt++) {
			try {
				return await(zone.there(name), deadline);
			}
			catch (UnavailableException silent) {
				if (attempt == ATTEMPTS) {
					throw silent;
				}
			}
		}
	}

	private int done(TsigKey key, Name name, int records) {
		executed.increment();
		logger.atInfo()
			.addKeyValue("key", key.name())
			.addKeyValue("name", name)
			.addKeyValue("records", records)
			.log("a name was updated");
		return Rcode.NOERROR;
	}

	private static <T> T await(CompletionStage<T> stage, long deadline) {
		return Async.await(stage, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())), "the ledger");
	}

	private int failed(TsigKey key, Throwable failure) {
		return switch (failure) {
			case RejectedException no when no.kind().filter(NameRegistry.CHANGED::equals).isPresent() ->
				said(key, Rcode.SERVFAIL, "the name changes all the time");
			case RejectedException no -> said(key, Rcode.REFUSED, String.valueOf(no.getMessage()));
			case UnavailableException no -> said(key, Rcode.SERVFAIL, String.valueOf(no.getMessage()));
			default -> {
				logger.atError().addKeyValue("key", key.name()).setCause(failure).log("an update failed");
				yield counted(Rcode.SERVFAIL);
			}
		};
	}

	private CompletionStage<Integer> refusing(TsigKey key, int rcode, String why) {
		return CompletableFuture.completedFuture(said(key, rcode, why));
	}

	private int said(TsigKey key, int rcode, String why) {
		boolean failed = rcode == Rcode.SERVFAIL;
		(failed ? failures : refusals).refused(key.name())
			.ifPresent(number -> logger.atLevel(failed ? Level.WARN : Level.INFO)
				.addKeyValue("key", key.name())
				.addKeyValue("rcode", Rcode.string(rcode))
				.addKeyValue("reason", why)
				.addKeyValue("refused", number)
				.log(failed ? "an update failed" : "an update was refused"));
		return counted(rcode);
	}

	private int counted(int rcode) {
		refused.computeIfAbsent(rcode, none -> new LongAdder()).increment();
		return rcode;
	}

	@Override
	public long executed() {
		return executed.sum();
	}

	@Override
	public Map<String, Long> refused() {
		Map<String, Long> all = new TreeMap<>();
		refused.forEach((rcode, number) -> all.put(Rcode.string(rcode), number.sum()));
		return all;
	}

}
