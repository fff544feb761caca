package org.web3ecosystem.hypermesh.roster;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * Signs, in this validator's name, each roster that its own copy of the ledger says was
 * decided. Nobody is asked any more: who decides has said so before.
 */
public final class RosterSigner implements AutoCloseable {

	private static final System.Logger logger = System.getLogger(RosterSigner.class.getName());

	private static final Duration PERIOD = Duration.ofMillis(250);

	private final Node node;

	private final Ledger ledger;

	private final Supplier<Roster> roster;

	private final ScheduledExecutorService scheduler;

	private @Nullable ScheduledFuture<?> looking;

	/**
	 * @param roster the newest that the ledger knows; nothing is done while it does not
	 * have the node
	 * @param scheduler not closed here
	 */
	public RosterSigner(Node node, Ledger ledger, Supplier<Roster> roster, ScheduledExecutorService scheduler) {
		this.node = node;
		this.ledger = ledger;
		this.roster = roster;
		this.scheduler = scheduler;
	}

	public synchronized void start() {
		if (looking == null) {
			looking = scheduler.scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(),
					TimeUnit.MILLISECONDS);
		}
	}

	private void look() {
		try {
			if (!roster.get().has(node.id())) {
				return;
			}
			ledger.read(RosterModule.NAME, RosterModule.DECIDED)
				.thenAccept(decided -> decided.ifPresent(this::isSigned))
				.exceptionally(failure -> null);
		}
		catch (RuntimeException unreadable) {
			// the state is not there yet, or not any more
		}
	}

	private void isSigned(byte[] decided) {
		ledger.read(RosterModule.NAME, RosterModule.signature(node.id()))
			.thenAccept(own -> sign(own, EpochRoster.decode(decided)));
	}

	private void sign(Optional<byte[]> own, EpochRoster decided) {
		if (own.isPresent()) {
			return;
		}
		byte[] command = new RosterCommand.Sign(decided.epoch(), decided.sign(node.key()).signature()).encode();
		ledger.submit(RosterModule.NAME, command)
			.thenAccept(receipt -> logger.log(Level.INFO, "node={0} epoch={1} members={2}: signed the roster",
					node.name(), decided.epoch().number(), decided.roster().members().size()))
			.exceptionally(failure -> null);
	}

	@Override
	public synchronized void close() {
		if (looking != null) {
			looking.cancel(false);
		}
	}

}
