package org.web3ecosystem.hypermesh.roster;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.proof.Moment;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.proof.ReducedProofs;
import org.web3ecosystem.spi.consensus.Ledger;

/**
 * How many proofs are asked for, as the ledger says, kept at hand for those who must not
 * wait. It goes by this node's clock, which may differ from consensus time: whoever makes
 * proofs begins later and ends earlier than that, whoever looks at them before they are
 * ordered the other way round. The ledger decides by its own time.
 */
public final class ProofPolicy implements AutoCloseable {

	private static final System.Logger logger = System.getLogger(ProofPolicy.class.getName());

	/** Between two looks of a node that has the state itself. */
	public static final Duration PERIOD = Duration.ofMillis(250);

	/** How far this node's clock may be from consensus time. */
	static final Duration MARGIN = Moment.LEAD;

	private final Watched<ReducedProofs> entry;

	private final InstantSource clock;

	private volatile Optional<ReducedProofs> told = Optional.empty();

	/**
	 * @param ledger believed: its own state, or proven by others
	 * @param period between two looks, as it is now
	 */
	public ProofPolicy(Ledger ledger, InstantSource clock, ScheduledExecutorService scheduler,
			Supplier<Duration> period) {
		this.entry = new Watched<>(ledger, RosterModule.PROOFS, ReducedProofs::decode, scheduler, period);
		this.clock = clock;
	}

	public void start() {
		entry.start(this::tell);
	}

	/** Once when it begins and once when it ends. */
	private void tell() {
		Optional<ReducedProofs> now = inForce();
		if (now.equals(told)) {
			return;
		}
		told = now;
		now.ifPresentOrElse(
				order -> logger.log(Level.WARNING,
						"proofs={0} since={1} until={2} order={3}: fewer proofs are asked for", order.level().word(),
						order.since(), order.until(), order.order()),
				() -> logger.log(Level.INFO, "proofs=four: all proofs are asked for again"));
	}

	/** What was ordered, in force or to come, as last seen; it may be over by now. */
	public Optional<ReducedProofs> ordered() {
		return entry.seen().filter(order -> !order.isOver(clock.instant()));
	}

	/** What is in force by this node's clock. */
	public Optional<ReducedProofs> inForce() {
		Instant now = clock.instant();
		return entry.seen().filter(order -> order.at(now) == order.level());
	}

	/** How many are asked for by this node's clock. */
	public ProofLevel level() {
		return inForce().map(ReducedProofs::level).orElse(ProofLevel.FOUR);
	}

	/** For people: how many are asked for, and what was ordered. */
	public Map<String, Object> shown() {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("asked", level().word());
		ordered().ifPresent(order -> {
			shown.put("level", order.level().word());
			shown.put("since", order.since().toString());
			shown.put("until", order.until().toString());
			shown.put("order", order.order());
		});
		return shown;
	}

	/** How many are surely enough for what is executed within seconds. */
	public ProofLevel toMake() {
		Instant now = clock.instant();
		return entry.seen()
			.filter(order -> order.at(now.minus(MARGIN)) == order.level()
					&& order.at(now.plus(MARGIN)) == order.level())
			.map(ReducedProofs::level)
			.orElse(ProofLevel.FOUR);
	}

	/** How many may be enough. */
	public ProofLevel toTake() {
		Instant now = clock.instant();
		return entry.seen()
			.filter(order -> order.since().isBefore(now.plus(MARGIN)) && order.until().isAfter(now.minus(MARGIN)))
			.map(ReducedProofs::level)
			.orElse(ProofLevel.FOUR);
	}

	@Override
	public void close() {
		entry.close();
	}

}
