package org.web3ecosystem.hypermesh.proof;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.web3ecosystem.hypermesh.plot.Plot;
import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.state.FoundRight;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.hypermesh.state.UnknownEpochException;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.ProofKind;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * Checks bundles with the genesis document and the rosters so far, so that every replica
 * comes to the same answer. Whether a bundle was used before, whether it is too old and
 * whether its epoch is over needs a history: that is asked of the {@link Proven} it
 * returns.
 * <p>
 * Every operation needs work; a critical one also needs stake, time and, where nodes have
 * plots, space. A proof that is there must be right, needed or not. Whether the plot is
 * the one registered is asked of whoever has the state; members who attested the time saw
 * that it was.
 * <p>
 * A bundle without work, or without space, holds where the federation ordered for that
 * time that it may do without, and the state has that too: such a bundle has a
 * {@link Waiver}. Instead of work it has stake and time, whatever the operation; who has
 * no stake always shows work.
 */
public final class BundleVerifier {

	/** For how many blocks a bundle can be used. */
	public static final long WINDOW = 10_000;

	private static final int REMEMBERED_SIGNATURES = 1_024;

	private final Genesis genesis;

	private final ProofVerifier proofs;

	private final int workBits;

	/** One signature stands in as many bundles as a batch has operations. */
	private final FoundRight signatures = new FoundRight(REMEMBERED_SIGNATURES);

	public BundleVerifier(Genesis genesis, ProofVerifier proofs) {
		this.genesis = genesis;
		this.proofs = proofs;
		this.workBits = GenesisState.workBits(genesis);
	}

	/** By which it judges stake proofs. */
	public Rosters rosters() {
		return proofs.rosters();
	}

	/**
	 * A bundle that is right apart from its history.
	 *
	 * @param epoch the one it is bound to
	 * @param stakeOf the epoch of the state that its stake proof is of; empty without one
	 * @param batch the batch its operation stands in, hexadecimal
	 * @param place where in the batch; each may be used once
	 * @param after the height its prover knew
	 * @param staked whether its operation needs stake; what the bundle shows of it may be
	 * of an older state, so whoever has the newest looks there
	 * @param link its place in time and among the prover's bundles; empty without a time
	 * proof
	 * @param plot of the node at which it entered; empty without a space proof
	 * @param waiver what it does without; empty if it has all that is needed as a rule
	 */
	public record Proven(Epoch epoch, Optional<Epoch> stakeOf, String batch, int place, Height after, boolean staked,
			Optional<Link> link, Optional<Plot> plot, Optional<Waiver> waiver) {

		/** What may be used once. */
		public String id() {
			return batch + "/" + place;
		}

		/** Whether it may be used in the block of this height, or is void. */
		public boolean isUsableAt(Height height) {
			return after.number() <= height.number() && height.number() - after.number() <= WINDOW;
		}

		/** Whether it is of the current epoch or the one before. */
		public boolean isFor(Epoch current) {
			return epoch.equals(current) || epoch.next().equals(current);
		}

		/** The newest epoch whose roster it was judged by. */
		public Optional<Epoch> judgedBy() {
			return Stream.concat(stakeOf.stream(), link.stream().map(any -> epoch)).max(Comparator.naturalOrder());
		}

	}

	/**
	 * Proofs that an operation needs and its bundle does without.
	 *
	 * @param proofs work, space or both
	 * @param refusal what is said where all are needed
	 */
	public record Waiver(Set<ProofKind> proofs, String refusal) {

		public Waiver {
			proofs = Set.copyOf(proofs);
		}

		/** Whether that is enough where this is asked for. */
		public boolean holdsAt(ProofLevel asked) {
			return asked.takes(ProofLevel.without(proofs));
		}

	}

	/**
	 * One that has all that is needed as a rule.
	 * @throws ProofException saying what does not hold
	 */
	public Proven verify(byte[] encoded, Operation operation, NodeId prover) {
		Proven proven = examine(encoded, operation, prover);
		proven.waiver().ifPresent(missing -> {
			throw new ProofException(missing.refusal());
		});
		return proven;
	}

	/**
	 * Sizes first, then what costs nothing, then one hash, then signatures. Whether what
	 * has a {@link Waiver} holds now is to be asked of whoever knows what was ordered.
	 * @throws ProofException saying what does not hold
	 */
	public Proven examine(byte[] encoded, Operation operation, NodeId prover) {
		if (encoded.length > Bundle.MAX_BYTES) {
			throw new ProofException("a bundle has at most " + Bundle.MAX_BYTES + " bytes");
		}
		Bundle bundle = decode(encoded);
		bound(bundle, operation, prover);
		Optional<Moment> moment = moment(bundle, operation.critical());
		bundle.proofs().work().ifPresent(number -> work(bundle, number));
		Optional<Waiver> waiver = waiver(bundle, operation);
		try {
			return proven(bundle, operation, moment, waiver);
		}
		catch (UnknownEpochException early) {
			throw waiver.map(missing -> new UnknownEpochException(early.epoch(), missing.refusal())).orElse(early);
		}
		catch (ProofException wrong) {
			// what is missing comes first, as if nothing could be done without
			throw waiver.map(missing -> new ProofException(missing.refusal(), wrong)).orElse(wrong);
		}
	}

	private Proven proven(Bundle bundle, Operation operation, Optional<Moment> moment, Optional<Waiver> waiver) {
		boolean worked = bundle.proofs().work().isPresent();
		if (!worked && moment.isEmpty()) {
			throw new ProofException("without work an operation needs a time proof");
		}
		bundle.proofs().space().ifPresent(proof -> proof.verify(genesis.chainId(), bundle.claim().digest()));
		if (!signatures.isRight(bundle.signed(), () -> isSigned(bundle))) {
			throw new ProofException("the bundle is not signed by its prover");
		}
		boolean staked = operation.critical() || !worked;
		Optional<Epoch> stakeOf = stake(bundle, staked);
		return new Proven(bundle.claim().epoch(), stakeOf, HexFormat.of().formatHex(bundle.claim().digest()),
				bundle.place().index(), bundle.claim().after(), staked,
				moment.map(when -> new Link(bundle.claim().number(), bundle.claim().previous(), bundle.signed(), when)),
				bundle.proofs().space().map(SpaceProof::plot), waiver);
	}

	/** What is missing, the reason for the first that is found missing as a rule. */
	private Optional<Waiver> waiver(Bundle bundle, Operation operation) {
		Set<ProofKind> missing = EnumSet.noneOf(ProofKind.class);
		String refusal = "";
		if (bundle.proofs().space().isEmpty() && operation.critical() && needsSpace()) {
			missing.add(ProofKind.SPACE);
			refusal = "a critical operation needs a space proof";
		}
		if (bundle.proofs().work().isEmpty()) {
			missing.add(ProofKind.WORK);
			refusal = "the bundle has no work proof";
		}
		if (!missing.isEmpty() && !ProofLevel.canReduce(operation)) {
			throw new ProofException(refusal);
		}
		return missing.isEmpty() ? Optional.empty() : Optional.of(new Waiver(missing, refusal));
	}

	/** The same, and it holds what it says it holds. */
	Proven examine(ProofBundle sealed, Operation operation, NodeId prover) {
		byte[] encoded = sealed.encoded();
		Proven proven = examine(encoded, operation, prover);
		if (!decode(encoded).proofs().kinds().equals(sealed.present())) {
			throw new ProofException("the bundle does not hold the proofs it names");
		}
		return proven;
	}

	private void bound(Bundle bundle, Operation operation, NodeId prover) {
		Claim claim = bundle.claim();
		if (!claim.chainId().equals(genesis.chainId())) {
			throw new ProofException("the bundle is for chain " + claim.chainId());
		}
		if (!Arrays.equals(claim.batch(), bundle.place().root(operation))) {
			throw new ProofException("the bundle is for another operation");
		}
		if (!claim.prover().equals(prover)) {
			throw new ProofException("the bundle is by node " + claim.prover().brief() + ", not " + prover.brief());
		}
	}

	private Optional<Moment> moment(Bundle bundle, boolean critical) {
		if (critical && bundle.proofs().time().isEmpty()) {
			throw new ProofException("a critical operation needs a time proof");
		}
		return bundle.proofs().time().map(time -> time.moment(roster(bundle)));
	}

	private Roster roster(Bundle bundle) {
		Epoch epoch = bundle.claim().epoch();
		return rosters().roster(epoch).orElseThrow(() -> new UnknownEpochException(epoch));
	}

	private boolean isSigned(Bundle bundle) {
		if (!bundle.isSignedByProver()) {
			return false;
		}
		bundle.proofs().time().ifPresent(time -> time.verify(bundle.asked().orElseThrow(), roster(bundle)));
		return true;
	}

	private void work(Bundle bundle, long number) {
		if (!WorkProof.verify(bundle.claim().digest(), workBits, number)) {
			throw new ProofException("the work proof does not show " + workBits + " bits");
		}
	}

	/** Whether critical operations of this federation do. */
	boolean needsSpace() {
		return PlotModule.isIn(genesis);
	}

	private Optional<Epoch> stake(Bundle bundle, boolean needed) {
		Optional<byte[]> stake = bundle.proofs().stake();
		if (stake.isEmpty()) {
			if (needed) {
				throw new ProofException("a critical operation needs a stake proof");
			}
			return Optional.empty();
		}
		ProvenEntry entry = proofs.verify(stake.get());
		NodeId prover = bundle.claim().prover();
		if (!StakeEntry.of(genesis, prover).is(entry) && !StakeEntry.inGenesis(prover).is(entry)) {
			throw new ProofException("the stake proof is about something else");
		}
		byte[] value = entry.value().orElseThrow(() -> new ProofException("the prover has no stake"));
		if (!isStake(value)) {
			throw new ProofException("the prover has no stake");
		}
		return Optional.of(entry.root().root().epoch());
	}

	/** Whether the value of a {@link StakeEntry} is more than nothing. */
	public static boolean isStake(byte[] value) {
		return !Arrays.equals(value, Cbor.of(0).encode());
	}

	private static Bundle decode(byte[] encoded) {
		try {
			return Bundle.decode(encoded);
		}
		catch (CborException malformed) {
			throw new ProofException("not a proof bundle: " + malformed.getMessage(), malformed);
		}
	}

}
