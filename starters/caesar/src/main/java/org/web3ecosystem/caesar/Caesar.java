package org.web3ecosystem.caesar;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.ComponentHealth.Status;
import org.web3ecosystem.spi.health.Criterion.Finding;

/**
 * The component. It opens nothing of its own: the ledger executes the economy, and this
 * looks at it. Where the federation was founded without one, or this process has no
 * ledger, it says so and no more.
 */
public final class Caesar implements Component {

	private final Optional<Lookout> lookout;

	private final String absence;

	private volatile boolean started;

	private Caesar(Optional<Lookout> lookout, String absence) {
		this.lookout = lookout;
		this.absence = absence;
	}

	/** Where there is an economy. */
	public static Caesar of(Accounts accounts, InstantSource clock) {
		return new Caesar(Optional.of(new Lookout(() -> Figures.of(accounts), clock)), "");
	}

	/** Where there is none, and why. */
	public static Caesar absent(String why) {
		return new Caesar(Optional.empty(), why);
	}

	@Override
	public String name() {
		return "caesar";
	}

	@Override
	public CompletionStage<Void> start() {
		started = true;
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public Set<String> capabilities() {
		return Set.of();
	}

	@Override
	public ComponentHealth health() {
		if (lookout.isEmpty()) {
			return ComponentHealth.of(Status.NOT_BUILT, absence);
		}
		if (!started) {
			return ComponentHealth.of(Status.STOPPED, "not started");
		}
		Lookout books = lookout.get();
		return books.seen().map(Caesar::health).orElseGet(() -> ComponentHealth.of(Status.STARTING, books.fault()));
	}

	/** A ledger without a block has nothing wrong with it. */
	private static ComponentHealth health(Figures figures) {
		boolean well = figures.totals().isEmpty() || figures.isBalanced();
		return new ComponentHealth(well ? Status.UP : Status.DOWN, well ? "" : "the books do not balance",
				figures.details());
	}

	/** Whether money moves here: there is a block, and its books balance. */
	public Finding balances() {
		if (lookout.isEmpty()) {
			return Finding.waitingFor(absence);
		}
		if (!started) {
			return Finding.waitingFor("caesar to start");
		}
		return lookout.get().seen().map(Caesar::balances).orElseGet(() -> Finding.waitingFor(lookout.get().fault()));
	}

	private static Finding balances(Figures figures) {
		return figures.totals()
			.map(sums -> sums.isBalanced() ? Finding.met(sums.transfers() + " transfers between " + sums.accounts()
					+ " accounts, " + sums.debitsPosted() + " taken and given")
					: Finding.waitingFor("books that balance"))
			.orElseGet(() -> Finding.waitingFor("the ledger's first block"));
	}

	/** What was seen lately. */
	public Optional<Figures> figures() {
		return lookout.flatMap(Lookout::latest);
	}

	@Override
	public void close() {
		started = false;
	}

}
