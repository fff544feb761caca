package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.ProofKind;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * Makes bundles with one key, one proof for all operations that come at a time. Who has
 * no stake makes bundles without a stake proof, while too few members say what time it is
 * bundles have no time proof, and while no plot can be shown no space proof; what is
 * critical is not proven then.
 * <p>
 * While fewer proofs are asked for, whoever has stake makes no others, unless something
 * in the batch can never do without; when that does not come about it makes all it can.
 */
public final class Prover {

	/** The longest it waits for its chain, and for the time, before it does without. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final NodeKey key;

	private final Genesis genesis;

	private final Sources sources;

	private final RandomGenerator random;

	private final Gathering gathering;

	private volatile Optional<String> timeless = Optional.of("nothing was proven yet");

	/**
	 * What a prover must know.
	 *
	 * @param height the newest known
	 * @param epoch the newest known
	 * @param stake as long as it saw nothing, the genesis state serves
	 * @param time says what time it is
	 * @param chain of this prover's bundles
	 * @param statistics counts what has no time
	 * @param asked how many proofs are surely enough for what is proven now
	 */
	public record Sources(Supplier<Height> height, Supplier<Epoch> epoch, StakeWitness stake, TimeSource time,
			OwnChain chain, ProofStatistics statistics, Supplier<ProofLevel> asked) {

		/** Of one who always makes all. */
		public Sources(Supplier<Height> height, Supplier<Epoch> epoch, StakeWitness stake, TimeSource time,
				OwnChain chain, ProofStatistics statistics) {
			this(height, epoch, stake, time, chain, statistics, () -> ProofLevel.FOUR);
		}

	}

	/**
	 * @param random must be unpredictable: a SecureRandom outside of tests
	 * @param executor where the work is done and the time is waited for
	 */
	public Prover(NodeKey key, Genesis genesis, Sources sources, RandomGenerator random, Executor executor) {
		this.key = key;
		this.genesis = genesis;
		this.sources = sources;
		this.random = random;
		this.gathering = new Gathering(this::bundles, executor);
	}

	/**
	 * Who just bonded has not seen it yet, so before it says that it has no stake it
	 * looks. Fails with {@link UnavailableException} if the operation is critical and the
	 * time cannot be had or no plot be shown.
	 */
	public CompletionStage<ProofBundle> prove(Operation operation) {
		CompletionStage<?> looked = operation.critical() && stake().isEmpty() ? sources.stake().look()
				: CompletableFuture.completedFuture(null);
		return looked.handle((seen, failure) -> operation)
			.thenCompose(gathering::ask)
			.thenApply(bundle -> operation.critical() ? spacious(timely(bundle), operation) : bundle);
	}

	/**
	 * Gives it back if it has a time proof.
	 * @throws UnavailableException if it has none
	 */
	ProofBundle timely(ProofBundle bundle) {
		if (!bundle.present().contains(ProofKind.TIME)) {
			throw new UnavailableException("the time cannot be proven: " + timeless().orElse("try again"));
		}
		return bundle;
	}

	/**
	 * Gives it back if it has a space proof, or needs none since nodes of this federation
	 * have no plots, or none is asked for now.
	 * @throws UnavailableException if it has none
	 */
	ProofBundle spacious(ProofBundle bundle, Operation operation) {
		if (PlotModule.isIn(genesis) && !bundle.present().contains(ProofKind.SPACE)
				&& !(ProofLevel.canReduce(operation) && sources.asked().get() == ProofLevel.TWO)) {
			throw new UnavailableException(
					"the space cannot be proven: " + sources.time().spaceless().orElse("try again"));
		}
		return bundle;
	}

	/** Why the newest bundle has no time proof; empty if it has. */
	public Optional<String> timeless() {
		return timeless;
	}

	private List<ProofBundle> bundles(List<Operation> operations) {
		byte[] nonce = new byte[Claim.NONCE_LENGTH];
		random.nextBytes(nonce);
		Batch batch = new Batch(operations);
		Optional<OwnChain.Place> known = place();
		OwnChain.Place place = known.orElse(OwnChain.UNKNOWN);
		Claim claim = new Claim(genesis.chainId(), sources.epoch().get(), batch.root(), key.id(), nonce,
				sources.height().get(), place.number(), place.previous());
		Optional<ProvenEntry> stake = stake();
		ProofLevel asked = stake.isPresent() && operations.stream().allMatch(ProofLevel::canReduce)
				? sources.asked().get() : ProofLevel.FOUR;
		Made made = known.map(any -> made(claim, asked)).orElseGet(() -> new Made(work(claim), Optional.empty()));
		Optional<Attested> attested = made.attested();
		List<Bundle> bundles = Bundle.sign(claim, batch, operations.size(), new Bundle.Proofs(made.work(),
				stake.map(ProvenEntry::encode), attested.map(Attested::time), attested.flatMap(Attested::space)), key);
		attested.ifPresentOrElse(proof -> sources.chain().made(place, bundles.getFirst().signed()),
				sources.statistics()::provenTimeless);
		if (asked != ProofLevel.TWO && attested.flatMap(Attested::space).isEmpty()) {
			sources.statistics().provenSpaceless();
		}
		return bundles.stream().map(Bundle::seal).toList();
	}

	/** What a claim is proven with. */
	private record Made(Optional<Long> work, Optional<Attested> attested) {
	}

	/** No work without the time: instead of work there is somebody who was asked. */
	private Made made(Claim claim, ProofLevel asked) {
		if (asked == ProofLevel.FOUR) {
			Optional<Long> work = work(claim);
			return new Made(work, attested(question(claim, work), asked));
		}
		Optional<Attested> attested = attested(question(claim, Optional.empty()), asked);
		return attested.isPresent() ? new Made(Optional.empty(), attested) : made(claim, ProofLevel.FOUR);
	}

	private Optional<Long> work(Claim claim) {
		return Optional.of(WorkProof.find(claim.digest(), GenesisState.workBits(genesis)));
	}

	private static TimeQuestion question(Claim claim, Optional<Long> work) {
		return new TimeQuestion(claim.chainId(), claim.epoch(), claim.digest(), work.orElse(TimeQuestion.NO_WORK));
	}

	/** Empty if the ledger does not tell what it executed. */
	private Optional<OwnChain.Place> place() {
		return got(() -> sources.chain().executed()).map(sources.chain()::next);
	}

	private Optional<Attested> attested(TimeQuestion question, ProofLevel asked) {
		Optional<Attested> attested = got(
				() -> asked == ProofLevel.TWO ? sources.time().askAlone(question) : sources.time().ask(question));
		if (attested.isPresent()) {
			timeless = Optional.empty();
		}
		return attested;
	}

	/** A batch without the time is better than none, if nothing in it is critical. */
	private <T> Optional<T> got(Supplier<CompletionStage<T>> source) {
		try {
			return Optional.of(source.get()
				.toCompletableFuture()
				.copy()
				.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.join());
		}
		catch (CompletionException failed) {
			timeless = Optional.of(Reason.of(failed.getCause() != null ? failed.getCause() : failed));
		}
		catch (RuntimeException failed) {
			timeless = Optional.of(Reason.of(failed));
		}
		return Optional.empty();
	}

	/**
	 * The newest seen; as long as there is none a validator has that of the genesis
	 * document. Who took all of it back has none, and can do what needs none.
	 */
	private Optional<ProvenEntry> stake() {
		Optional<ProvenEntry> newest = sources.stake().newest().filter(entry -> entry.value().isPresent());
		if (newest.isPresent()) {
			return newest.filter(entry -> entry.value().filter(BundleVerifier::isStake).isPresent());
		}
		if (genesis.validator(key.id()).isEmpty()) {
			return Optional.empty();
		}
		StakeEntry first = StakeEntry.inGenesis(key.id());
		return Optional.of(GenesisState.prove(genesis, first.module(), first.key()));
	}

}
