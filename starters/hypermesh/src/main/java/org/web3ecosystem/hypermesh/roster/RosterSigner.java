package org.web3ecosystem.hypermesh.roster;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
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

	/** The last epoch whose roster was signed, or is being signed. */
	private final AtomicReference<@Nullable Epoch> signing = new AtomicReference<>();

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

	private void isSigned(byte[] encoded) {
		EpochRoster decided = EpochRoster.decode(encoded);
		if (weighs(roster.get()) || weighs(decided.roster())) {
			ledger.read(RosterModule.NAME, RosterModule.signature(node.id())).thenAccept(own -> sign(own, decided));
		}
	}

	/** Nobody else's signature counts. */
	private boolean weighs(Roster in) {
		return in.weight(List.of(node.id())) > 0;
	}

	private void sign(Optional<byte[]> own, EpochRoster decided) {
		if (own.isPresent() || decided.epoch().equals(signing.getAndSet(decided.epoch()))) {
			return;
		}
		byte[] command = new RosterCommand.Sign(decided.epoch(), decided.sign(node.key()).signature()).encode();
		submitted(command).whenComplete((receipt, failure) -> {
			if (failure != null || !receipt.verdict().isAccepted()) {
				signing.set(null);
				return;
			}
			logger.log(Level.INFO, "node={0} epoch={1} members={2}: signed the roster", node.name(),
					decided.epoch().number(), decided.roster().members().size());
		});
	}

	private CompletionStage<Receipt> submitted(byte[] command) {
		try {
			return ledger.submit(RosterModule.NAME, command);
		}
		catch (RuntimeException refused) {
			return CompletableFuture.failedStage(refused);
		}
	}

	@Override
	public synchronized void close() {
		if (looking != null) {
			looking.cancel(false);
		}
	}

}
