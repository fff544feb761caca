package org.web3ecosystem.hypermesh.roster;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.health.Criterion;

/**
 * Whether the federation is in emergency mode, as the ledger says, for people and gauges.
 * It goes by this node's clock; what is held up the ledger alone decides, by its own.
 */
public final class EmergencyWatch implements AutoCloseable {

	private static final System.Logger logger = System.getLogger(EmergencyWatch.class.getName());

	private final Watched<Emergency> entry;

	private final Watched<Long> rules;

	private final InstantSource clock;

	private volatile Optional<Emergency> told = Optional.empty();

	/**
	 * @param ledger believed: its own state, or proven by others
	 * @param period between two looks, as it is now
	 */
	public EmergencyWatch(Ledger ledger, InstantSource clock, ScheduledExecutorService scheduler,
			Supplier<Duration> period) {
		this.entry = new Watched<>(ledger, RosterModule.EMERGENCY, Emergency::decode, scheduler, period);
		this.rules = new Watched<>(ledger, RosterModule.PROTOCOL, version -> ByteBuffer.wrap(version).getLong(),
				scheduler, period);
		this.clock = clock;
	}

	public void start() {
		rules.start(() -> {
		});
		entry.start(this::tell);
	}

	/** Once when it begins and once when it ends. */
	private void tell() {
		Optional<Emergency> now = inForce();
		if (now.equals(told)) {
			return;
		}
		told = now;
		now.ifPresentOrElse(mode -> logger.log(Level.WARNING,
				"emergency=true since={0} until={1} order={2} rule={3}: only reads, renewals and decisions go on",
				mode.since(), mode.until(), mode.order(), mode.byRule()),
				() -> logger.log(Level.INFO, "emergency=false: everything goes on again"));
	}

	/** What is in force by this node's clock; one that only just begun is in force. */
	public Optional<Emergency> inForce() {
		return entry.seen().filter(mode -> clock.instant().isBefore(mode.until()));
	}

	/** Whether the federation can go there by the rules that apply. */
	public Criterion.Finding ready() {
		long version = rules.seen().orElse(0L);
		if (version == 0) {
			return Criterion.Finding.waitingFor("the ledger, which says what rules apply");
		}
		if (version < Protocols.EMERGENCY_MODE) {
			return Criterion.Finding.waitingFor(
					"rules of protocol version " + Protocols.EMERGENCY_MODE + ", those that apply are of " + version);
		}
		return Criterion.Finding.met(inForce().map(mode -> "in force until " + mode.until())
			.orElse("more than two thirds of the weight can order it"));
	}

	/** For people: whether it is in force, and until when. */
	public Map<String, Object> shown() {
		Map<String, Object> shown = new LinkedHashMap<>();
		Optional<Emergency> now = inForce();
		shown.put("on", now.isPresent());
		now.ifPresent(mode -> {
			shown.put("since", mode.since().toString());
			shown.put("until", mode.until().toString());
			shown.put("order", mode.order());
			shown.put("byRule", mode.byRule());
		});
		return shown;
	}

	/** How long it lasts still; zero when it is not in force. */
	public Duration rest() {
		return inForce().map(mode -> Duration.between(clock.instant(), mode.until())).orElse(Duration.ZERO);
	}

	@Override
	public void close() {
		rules.close();
		entry.close();
	}

}
