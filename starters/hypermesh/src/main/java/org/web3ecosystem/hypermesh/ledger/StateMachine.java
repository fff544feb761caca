package org.web3ecosystem.hypermesh.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.conduct.Conduct;
import org.web3ecosystem.hypermesh.conduct.ConductModule;
import org.web3ecosystem.hypermesh.plot.Plot;
import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.BundleVerifier.Proven;
import org.web3ecosystem.hypermesh.proof.BundleVerifier.Waiver;
import org.web3ecosystem.hypermesh.proof.Link;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.proof.ReducedProofs;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.hypermesh.state.UnknownEpochException;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofKind;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;

/**
 * The ledger as a function: block and state in, new state and receipts out. It looks at
 * the transaction, the state and the consensus time, and at nothing else.
 * <p>
 * Order of refusal, the same on every replica: not a transaction of this chain, of an
 * author that is isolated, not of this epoch or the one before, void by its height, seen
 * before (these leave nothing in the state); then not in this version of the rules,
 * malformed for its module, held up by emergency mode, without the proofs that are asked
 * for at that time, bundle used before, the module's own no (these leave a receipt).
 */
final class StateMachine {

	/** Why a bundle, and with it its nonce, counts for nothing a second time. */
	static final String USED_BEFORE = Outcome.UNPROVEN + "the bundle was used before";

	private final Genesis genesis;

	private final ModuleSet modules;

	private final BundleVerifier bundles;

	private final Rosters rosters;

	/**
	 * @param bundles judges by the rosters that this learns from the state; nobody else
	 * tells it any
	 */
	StateMachine(Genesis genesis, ModuleSet modules, BundleVerifier bundles) {
		this.genesis = genesis;
		this.modules = modules;
		this.bundles = bundles;
		this.rosters = bundles.rosters();
	}

	/**
	 * What a block did.
	 *
	 * @param executed in order, with what became of them
	 * @param dropped how many left nothing in the state
	 * @param next the roster that the block ordered, if it did
	 */
	record Applied(StateRoot root, List<Done> executed, int dropped, Optional<Roster> next) {

		List<Outcome> outcomes() {
			return executed.stream().map(Done::outcome).toList();
		}

		/** The same for who looks on. */
		CommittedBlock block() {
			return new CommittedBlock(root.epoch(), root.height(), root.consensusTime(), root.root(),
					executed.stream().map(Done::executed).toList(), 0);
		}

	}

	/** An executed transaction. */
	record Done(NodeId author, Outcome outcome) {

		/**
		 * Whether its author signed a second transaction with one bundle. Nobody else can
		 * have done that, whoever handed it in.
		 */
		boolean isReplay() {
			return outcome.receipt().verdict().reason().equals(USED_BEFORE);
		}

		private CommittedBlock.Executed executed() {
			Receipt receipt = outcome.receipt();
			return new CommittedBlock.Executed(receipt.transactionId(), author, outcome.module(),
					receipt.consensusTime(), receipt.verdict(), outcome.waived());
		}

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
		catch (UnknownEpochException early) {
			return new Prepared.Early(transaction, String.valueOf(early.getMessage()));
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
		return Optional.of(bundles.examine(bundle, wanted.get(), transaction.author()));
	}

	/** Applies a block. The caller sees to it that blocks come in order. */
	Applied apply(Block block, LedgerState state) {
		BlockState changed = new BlockState(state);
		Height height = Records.height(changed::get).next();
		if (height.number() == 1) {
			GenesisState.entries(genesis).forEach((entry, value) -> changed.change(entry.module(), entry.key(), value));
			modules.all().forEach(module -> onItsOwn(module, changed, module::begin));
		}
		begin(block.epoch(), changed);
		Optional<byte[]> ordered = changed.entry(RosterModule.NAME, RosterModule.ORDERED);
		Conduct conduct = ConductModule.conduct(changed.entry(ConductModule.NAME, ConductModule.NODES));
		List<Done> executed = new ArrayList<>();
		for (Ordered transaction : block.transactions()) {
			Turn turn = new Turn(block.epoch(), height, transaction.consensusTime(), conduct);
			execute(prepared(transaction), turn, changed).ifPresent(executed::add);
		}
		modules.all()
			.forEach(module -> onItsOwn(module, changed, own -> module.end(block.consensusTime(), height, own)));
		forget(height, changed);
		StateRoot root = new StateRoot(genesis.chainId(), block.epoch(), height, changed.root(), block.consensusTime());
		changed.put(Records.root(height), root.encode());
		changed.put(Records.HEIGHT, Records.encode(height));
		Optional<Roster> next = ordered.isPresent() ? Optional.empty()
				: changed.entry(RosterModule.NAME, RosterModule.ORDERED)
					.map(now -> Handover.decode(now).next().roster());
		changed.flush();
		return new Applied(root, executed, block.transactions().size() - executed.size(), next);
	}

	/** What a transaction's place in the order is. */
	private record Turn(Epoch epoch, Height height, Instant time, Conduct conduct) {

		/**
		 * Whether its author is heard: nobody that was isolated before this block, and in
		 * a federation that stopped only who accuses.
		 */
		boolean hears(Transaction transaction) {
			return !conduct.isIsolated(transaction.author())
					&& (!conduct.stopped() || transaction.module().equals(ConductModule.NAME));
		}

		/**
		 * Of this epoch or the one before, in which it may have been signed and queued.
		 */
		boolean isFor(Epoch signed) {
			return signed.equals(epoch) || signed.next().equals(epoch);
		}

	}

	private Prepared prepared(Ordered transaction) {
		return transaction.prepared() instanceof Prepared known && !(known instanceof Prepared.Early) ? known
				: prepare(transaction.transaction());
	}

	/** The first block of an epoch tells the modules, and this replica's own proofs. */
	private void begin(Epoch epoch, BlockState state) {
		if (!epoch.equals(Records.epoch(state::get))) {
			state.entry(RosterModule.NAME, RosterModule.ORDERED)
				.map(Handover::decode)
				.ifPresent(begun -> rosters.requireSpoken(begun.next()));
			modules.all().forEach(module -> onItsOwn(module, state, own -> module.epochBegins(epoch, own)));
			state.put(Records.EPOCH, Records.encode(epoch));
		}
		learn(state::get);
	}

	/**
	 * Learns the rosters that a state has and that are not known yet, from the state
	 * alone: replicas at one height must know the same.
	 */
	void learn(Function<byte[], Optional<byte[]>> state) {
		Epoch newest = Records.epoch(state);
		while (rosters.newest().compareTo(newest) < 0) {
			Epoch next = rosters.newest().next();
			rosters.learn(state.apply(Records.entry(RosterModule.NAME, RosterModule.epoch(next)))
				.map(Handover::decode)
				.orElseThrow(() -> new IllegalStateException("the ledger has no roster of epoch " + next.number())));
		}
	}

	/** What a module does without a command; it calls nobody. */
	private static void onItsOwn(LedgerModule module, BlockState state, Consumer<LedgerModule.State> work) {
		CommandState own = new CommandState(module.name(), state,
				(called, body, part) -> Verdict.rejected("only a command may call another module"));
		work.accept(own);
		own.keep();
	}

	private Optional<Done> execute(Prepared prepared, Turn turn, BlockState state) {
		return prepared.ofFederation()
			.filter(transaction -> isNew(transaction, turn, state))
			.map(transaction -> record(transaction, judge(prepared, transaction, turn, state), turn, state));
	}

	/** Receipts of one version of the rules are those of software that knows no other. */
	private Judged judge(Prepared prepared, Transaction transaction, Turn turn, BlockState state) {
		Command command = Prepared.command(transaction, turn.time(), turn.height());
		Verdict admitted = modules.find(transaction.module())
			.map(module -> judged(() -> module.admits(command, protocol(state)),
					"the module failed to check the command"))
			.orElse(Verdict.accepted());
		if (!admitted.isAccepted()) {
			return new Judged(admitted);
		}
		return switch (prepared) {
			case Prepared.Foreign(String reason) -> new Judged(Outcome.rejected(reason));
			case Prepared.Refused(Transaction refused, String reason) -> new Judged(Outcome.rejected(reason));
			case Prepared.Early(Transaction early, String reason) -> new Judged(Outcome.rejected(reason));
			case Prepared.Sound sound -> EmergencyMode.refusal(sound.module(), command, state)
				.map(Judged::new)
				.orElseGet(() -> sound.bundle()
					.flatMap(Proven::waiver)
					.map(waiver -> reduced(sound, waiver, turn, state))
					.orElseGet(() -> new Judged(run(sound, turn, state))));
		};
	}

	/**
	 * What becomes of a transaction.
	 *
	 * @param waived proofs it did without
	 */
	private record Judged(Verdict verdict, Set<ProofKind> waived) {

		Judged(Verdict verdict) {
			this(verdict, Set.of());
		}

	}

	/** One that holds only where fewer proofs are asked for, in its time. */
	private Judged reduced(Prepared.Sound sound, Waiver waiver, Turn turn, BlockState state) {
		if (protocol(state) < Protocols.REDUCED_PROOFS) {
			return new Judged(Outcome.rejected(waiver.refusal()));
		}
		Optional<ReducedProofs> ordered = RosterModule.proofs(state::entry);
		ProofLevel asked = ordered.map(order -> order.at(turn.time())).orElse(ProofLevel.FOUR);
		if (!waiver.holdsAt(asked)) {
			return new Judged(unproven(waiver.refusal() + ": " + asked.word() + " proofs are asked for at this time"));
		}
		Verdict verdict = run(sound, turn, state);
		if (!verdict.isAccepted()) {
			return new Judged(verdict);
		}
		WaivedCount.add(ordered.orElseThrow(), turn.height(), state);
		return new Judged(verdict, waiver.proofs());
	}

	private long protocol(BlockState state) {
		return state.entry(RosterModule.NAME, RosterModule.PROTOCOL)
			.map(version -> ByteBuffer.wrap(version).getLong())
			.orElse(genesis.protocolVersion());
	}

	private static boolean isNew(Transaction transaction, Turn turn, BlockState state) {
		return turn.hears(transaction) && turn.isFor(transaction.epoch()) && transaction.isUsableAt(turn.height())
				&& Records.ledgerEntry(state::get, Records.receipt(transaction.id())).isEmpty();
	}

	private Verdict run(Prepared.Sound sound, Turn turn, BlockState state) {
		Height height = turn.height();
		if (sound.bundle().isPresent()) {
			Proven bundle = sound.bundle().get();
			Optional<Epoch> judgedBy = bundle.judgedBy().filter(epoch -> epoch.compareTo(turn.epoch()) > 0);
			if (judgedBy.isPresent()) {
				return unproven(String.valueOf(new UnknownEpochException(judgedBy.get()).getMessage()));
			}
			if (!bundle.isFor(turn.epoch())) {
				return unproven("the bundle is for epoch " + bundle.epoch().number());
			}
			if (!bundle.isUsableAt(height)) {
				return unproven("the bundle is too old");
			}
			if (Records.ledgerEntry(state::get, Records.bundle(bundle.id())).isPresent()) {
				return Outcome.rejected(USED_BEFORE);
			}
			if (bundle.staked() && StakeEntry.hasEconomy(genesis) && !hasStake(sound.transaction().author(), state)) {
				String why = "the author has no stake any more";
				// where it stands for work another bundle may do
				return bundle.waiver().isPresent() ? unproven(why) : Outcome.rejected(why);
			}
			Optional<String> misplaced = bundle.plot().flatMap(plot -> misplaced(plot, turn, state));
			if (misplaced.isPresent()) {
				return unproven(misplaced.get());
			}
			Optional<String> untimely = bundle.link().flatMap(link -> untimely(link, sound.transaction(), turn, state));
			if (untimely.isPresent()) {
				return unproven(untimely.get());
			}
			state.putForTheWindow(Records.bundle(bundle.id()), Records.encode(height));
		}
		Command command = sound.command(turn.time(), height);
		return apply(sound.module(), command, new CommandState(sound.module().name(), state,
				(module, body, called) -> call(command, module, body, called)));
	}

	private static Verdict unproven(String why) {
		return Outcome.rejected(Outcome.UNPROVEN + why);
	}

	/**
	 * Why a bundle cannot be executed now, or after what its author had executed. If it
	 * can, it is the author's newest from here on, unless that is one with a later
	 * number.
	 */
	private static Optional<String> untimely(Link link, Transaction transaction, Turn turn, BlockState state) {
		String key = Records.chain(transaction.author());
		Optional<Link> newest = Records.ledgerEntry(state::get, key).map(entry -> Link.Executed.decode(entry).link());
		Optional<String> refusal = link.moment().refusalAt(turn.time()).or(() -> newest.flatMap(link::refusalAfter));
		if (refusal.isEmpty() && newest.filter(known -> !link.isAfter(known)).isEmpty()) {
			state.putForTheWindow(key, new Link.Executed(link, turn.height()).encode());
		}
		return refusal;
	}

	/** Why nothing can enter at the node with this plot. */
	private static Optional<String> misplaced(Plot plot, Turn turn, BlockState state) {
		if (turn.conduct().isIsolated(plot.owner())) {
			return Optional.of("node " + plot.owner().brief() + ", whose plot is shown, is isolated");
		}
		Optional<Plot> registered = PlotModule.plot(plot.owner(),
				state.entry(PlotModule.NAME, PlotModule.key(plot.owner())));
		return registered.filter(plot::equals).isPresent() ? Optional.empty()
				: Optional.of("the plot shown is not the one that node " + plot.owner().brief() + " registered");
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

	private static Done record(Transaction transaction, Judged judged, Turn turn, BlockState state) {
		String module = transaction.module().length() > 64 ? "?" : transaction.module();
		Outcome outcome = new Outcome(module,
				new Receipt(transaction.id(), turn.height(), turn.time(), judged.verdict()), judged.waived());
		state.putForTheWindow(Records.receipt(transaction.id()), outcome.encode());
		return new Done(transaction.author(), outcome);
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

	/** Whether it is an author's newest bundle that was executed after that block. */
	private static boolean isNewer(String key, Height leaving, BlockState state) {
		return Records.isChain(key) && Records.ledgerEntry(state::get, key)
			.filter(entry -> Link.Executed.decode(entry).executed().compareTo(leaving) > 0)
			.isPresent();
	}

	private static void forgetAll(Height leaving, BlockState state) {
		int part = 0;
		Optional<byte[]> record = state.get(Records.window(leaving, part));
		while (record.isPresent()) {
			Records.keys(record.get())
				.stream()
				.filter(key -> !isNewer(key, leaving, state))
				.forEach(key -> state.change(GenesisState.LEDGER, key, Optional.empty()));
			state.remove(Records.window(leaving, part));
			record = state.get(Records.window(leaving, ++part));
		}
	}

}
