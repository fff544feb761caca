package org.web3ecosystem.hypermesh.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.BundleVerifier.Proven;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * The ledger as a function: block and state in, new state and receipts out. It looks at
 * the transaction, the state and the consensus time, and at nothing else.
 * <p>
 * Order of refusal, the same on every replica: not a transaction of this chain and epoch,
 * void by its height, seen before (these leave nothing in the state); then malformed for
 * its module, without the proofs the module asks for, bundle used before, the module's
 * own no (these leave a receipt).
 */
final class StateMachine {

	private final Genesis genesis;

	private final ModuleSet modules;

	private final BundleVerifier bundles;

	StateMachine(Genesis genesis, ModuleSet modules, BundleVerifier bundles) {
		this.genesis = genesis;
		this.modules = modules;
		this.bundles = bundles;
	}

	/**
	 * What a block did.
	 *
	 * @param outcomes of executed transactions, in order
	 * @param dropped how many left nothing in the state
	 */
	record Applied(StateRoot root, List<Outcome> outcomes, int dropped) {
	}

	/** Everything that needs no state, the expensive part included. */
	Prepared prepare(byte[] encoded) {
		Transaction transaction;
		try {
			transaction = Transaction.decode(encoded);
		}
		catch (CborException malformed) {
			return new Prepared.Foreign("not a transaction: " + malformed.getMessage());
		}
		return prepare(transaction);
	}

	/** The same, for one whose signature is known to be right. */
	Prepared prepare(Transaction transaction) {
		if (!transaction.chainId().equals(genesis.chainId())) {
			return new Prepared.Foreign("the transaction is for chain " + transaction.chainId());
		}
		// the roster changes in a later version; until then there is one epoch
		if (!transaction.epoch().equals(Epoch.GENESIS)) {
			return new Prepared.Foreign("the transaction is for epoch " + transaction.epoch().number());
		}
		return modules.find(transaction.module())
			.map(module -> prepare(transaction, module))
			.orElseGet(() -> new Prepared.Refused(transaction, "there is no module '" + transaction.module() + "'"));
	}

	private Prepared prepare(Transaction transaction, LedgerModule module) {
		Command command = Prepared.command(transaction, Instant.MIN, Height.GENESIS);
		try {
			return switch (module.check(command)) {
				case Verdict.Accepted yes ->
					new Prepared.Sound(transaction, module, bundle(transaction, module.proves(command)));
				case Verdict.Rejected(String reason, boolean revoked) -> new Prepared.Refused(transaction, reason);
				case Verdict.Unavailable(String reason) -> new Prepared.Refused(transaction, reason);
			};
		}
		catch (ProofException missing) {
			return new Prepared.Refused(transaction, String.valueOf(missing.getMessage()));
		}
		catch (RuntimeException broken) {
			// deterministic like the module; its message need not be
			return new Prepared.Refused(transaction, "the module failed to check the command");
		}
	}

	private Optional<Proven> bundle(Transaction transaction, Optional<Operation> wanted) {
		if (wanted.isEmpty()) {
			if (transaction.proof().isPresent()) {
				throw new ProofException("the command needs no proof bundle");
			}
			return Optional.empty();
		}
		byte[] bundle = transaction.proof().orElseThrow(() -> new ProofException("the command needs a proof bundle"));
		return Optional.of(bundles.verify(bundle, wanted.get(), transaction.author()));
	}

	/** Applies a block. The caller sees to it that blocks come in order. */
	Applied apply(Block block, LedgerState state) {
		BlockState changed = new BlockState(state);
		Height height = Records.height(changed::get).next();
		if (height.number() == 1) {
			GenesisState.entries(genesis).forEach((entry, value) -> changed.change(entry.module(), entry.key(), value));
			modules.all().forEach(module -> onItsOwn(module, changed, module::begin));
		}
		List<Outcome> outcomes = new ArrayList<>();
		for (Ordered ordered : block.transactions()) {
			Prepared prepared = ordered.prepared() instanceof Prepared known ? known : prepare(ordered.transaction());
			execute(prepared, ordered.consensusTime(), height, changed).ifPresent(outcomes::add);
		}
		modules.all()
			.forEach(module -> onItsOwn(module, changed, own -> module.end(block.consensusTime(), height, own)));
		forget(height, changed);
		StateRoot root = new StateRoot(genesis.chainId(), Epoch.GENESIS, height, changed.root(), block.consensusTime());
		changed.put(Records.root(height), root.encode());
		changed.put(Records.HEIGHT, Records.encode(height));
		changed.flush();
		return new Applied(root, outcomes, block.transactions().size() - outcomes.size());
	}

	/** What a module does without a command; it calls nobody. */
	private static void onItsOwn(LedgerModule module, BlockState state, Consumer<LedgerModule.State> work) {
		CommandState own = new CommandState(module.name(), state,
				(called, body, part) -> Verdict.rejected("only a command may call another module"));
		work.accept(own);
		own.keep();
	}

	private Optional<Outcome> execute(Prepared prepared, Instant time, Height height, BlockState state) {
		return switch (prepared) {
			case Prepared.Foreign foreign -> Optional.empty();
			case Prepared.Refused(Transaction transaction, String reason) -> isNew(transaction, height, state)
					? Optional.of(record(transaction, Outcome.rejected(reason), time, height, state))
					: Optional.empty();
			case Prepared.Sound sound -> isNew(sound.transaction(), height, state)
					? Optional.of(record(sound.transaction(), run(sound, time, height, state), time, height, state))
					: Optional.empty();
		};
	}

	private static boolean isNew(Transaction transaction, Height height, BlockState state) {
		return transaction.isUsableAt(height)
				&& Records.ledgerEntry(state::get, Records.receipt(transaction.id())).isEmpty();
	}

	private Verdict run(Prepared.Sound sound, Instant time, Height height, BlockState state) {
		if (sound.bundle().isPresent()) {
			Proven bundle = sound.bundle().get();
			if (!bundle.isUsableAt(height)) {
				return Outcome.rejected("the proof bundle is too old");
			}
			if (Records.ledgerEntry(state::get, Records.bundle(bundle.id())).isPresent()) {
				return Outcome.rejected("the proof bundle was used before");
			}
			if (bundle.staked() && StakeEntry.hasEconomy(genesis) && !hasStake(sound.transaction().author(), state)) {
				return Outcome.rejected("the author has no stake any more");
			}
			state.putForTheWindow(Records.bundle(bundle.id()), Records.encode(height));
		}
		Command command = sound.command(time, height);
		return apply(sound.module(), command, new CommandState(sound.module().name(), state,
				(module, body, called) -> call(command, module, body, called)));
	}

	private boolean hasStake(NodeId node, BlockState state) {
		StakeEntry entry = StakeEntry.of(genesis, node);
		return state.entry(entry.module(), entry.key()).filter(BundleVerifier::isStake).isPresent();
	}

	/** A part of {@code command} that another module does. */
	private Verdict call(Command command, String name, byte[] body, CommandState state) {
		return modules.find(name).map(module -> {
			Command part = new Command(command.transactionId(), command.author(), body, command.consensusTime(),
					command.height(), state.caller());
			Verdict form = judged(() -> module.check(part), "the module failed to check the command");
			return form.isAccepted() ? apply(module, part, state) : form;
		}).orElseGet(() -> Outcome.rejected("there is no module '" + name + "'"));
	}

	private static Verdict apply(LedgerModule module, Command command, CommandState state) {
		Verdict verdict = judged(() -> module.apply(command, state), "the module failed to apply the command");
		if (verdict.isAccepted()) {
			state.keep();
		}
		return verdict;
	}

	/** A failure is deterministic like the module; its message need not be. */
	private static Verdict judged(Supplier<Verdict> module, String failed) {
		try {
			return switch (module.get()) {
				case Verdict.Accepted yes -> yes;
				case Verdict.Rejected(String reason, boolean revoked) -> Outcome.rejected(reason);
				case Verdict.Unavailable(String reason) -> Outcome.rejected(reason);
			};
		}
		catch (RuntimeException broken) {
			return Outcome.rejected(failed);
		}
	}

	private static Outcome record(Transaction transaction, Verdict verdict, Instant time, Height height,
			BlockState state) {
		String module = transaction.module().length() > 64 ? "?" : transaction.module();
		Outcome outcome = new Outcome(module, new Receipt(transaction.id(), height, time, verdict));
		state.putForTheWindow(Records.receipt(transaction.id()), outcome.encode());
		return outcome;
	}

	/**
	 * Receipts and used bundles of the block that left the window: no transaction or
	 * bundle that they could catch can be executed any more.
	 */
	private static void forget(Height height, BlockState state) {
		List<String> left = state.toForget();
		for (int part = 0; part * Records.WINDOW_KEYS < left.size(); part++) {
			int from = part * Records.WINDOW_KEYS;
			state.put(Records.window(height, part),
					Records.encode(left.subList(from, Math.min(left.size(), from + Records.WINDOW_KEYS))));
		}
		long leaving = height.number() - Transaction.WINDOW - 1;
		if (leaving > 0) {
			forgetAll(new Height(leaving), state);
		}
	}

	private static void forgetAll(Height leaving, BlockState state) {
		int part = 0;
		Optional<byte[]> record = state.get(Records.window(leaving, part));
		while (record.isPresent()) {
			Records.keys(record.get()).forEach(key -> state.change(GenesisState.LEDGER, key, Optional.empty()));
			state.remove(Records.window(leaving, part));
			record = state.get(Records.window(leaving, ++part));
		}
	}

}
