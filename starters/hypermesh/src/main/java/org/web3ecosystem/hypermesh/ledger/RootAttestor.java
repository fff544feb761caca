package org.web3ecosystem.hypermesh.ledger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.reputation.Deed;
import org.web3ecosystem.hypermesh.state.AttestedRoot;
import org.web3ecosystem.hypermesh.state.NodeSignature;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.hypermesh.state.SignedRoot;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Collects the signatures of other validators on a root of this one, when somebody wants
 * them. Nothing is sent while nobody asks.
 */
final class RootAttestor {

	private static final Logger logger = System.getLogger(RootAttestor.class.getName());

	private static final int REMEMBERED = 128;

	private final Node node;

	private final Validators validators;

	private final Rosters rosters;

	private final LedgerLimits limits;

	private final Counters counters;

	private final Predicate<NodeId> isolated;

	private final SequencedMap<StateRoot, CompletableFuture<AttestedRoot>> known = new LinkedHashMap<>();

	private volatile Height newest = Height.GENESIS;

	private volatile boolean outvoted;

	/**
	 * @param isolated whose signatures count for nothing
	 */
	RootAttestor(Node node, Validators validators, Rosters rosters, LedgerLimits limits, Counters counters,
			Predicate<NodeId> isolated) {
		this.isolated = isolated;
		this.node = node;
		this.validators = validators;
		this.rosters = rosters;
		this.limits = limits;
		this.counters = counters;
	}

	/** The newest height of which a quorum's signatures were seen. */
	Height newest() {
		return newest;
	}

	/** Whether a third of the weight signed another state than this node's. */
	boolean isOutvoted() {
		return outvoted;
	}

	CompletionStage<AttestedRoot> attest(StateRoot root) {
		Collection collection;
		synchronized (known) {
			CompletableFuture<AttestedRoot> before = known.get(root);
			if (before != null) {
				return before.minimalCompletionStage();
			}
			collection = new Collection(root);
			known.put(root, collection.result);
			if (known.size() > REMEMBERED) {
				known.pollFirstEntry();
			}
		}
		collection.result.whenComplete((attested, failure) -> done(root, failure));
		collection.begin();
		return collection.result.minimalCompletionStage();
	}

	private void done(StateRoot root, @Nullable Throwable failure) {
		synchronized (known) {
			if (failure != null) {
				known.remove(root);
			}
			else if (root.height().compareTo(newest) >= 0) {
				newest = root.height();
				outvoted = false;
			}
		}
	}

	/** One root and who has signed it. */
	private final class Collection {

		private final StateRoot root;

		private final CompletableFuture<AttestedRoot> result = new CompletableFuture<>();

		private final Map<NodeId, NodeSignature> signatures = new TreeMap<>();

		private final Roster roster;

		private final List<Validator> others;

		private final Set<NodeId> against = new HashSet<>();

		private int open;

		Collection(StateRoot root) {
			this.root = root;
			this.roster = rosters.roster(root.epoch())
				.orElseThrow(() -> new UnavailableException(
						"the roster of epoch " + root.epoch().number() + " is not known here"));
			this.others = validators.others(roster)
				.stream()
				.filter(validator -> !isolated.test(validator.id()))
				.toList();
			this.open = others.size();
		}

		void begin() {
			add(root.sign(node.key()));
			byte[] request = RootHandler.request(root.height());
			for (Validator validator : others) {
				validators.ask(validator, RootHandler.METHOD, request, limits.requestDeadline())
					.whenComplete((answer, failure) -> answered(validator, answer, failure));
			}
			result.orTimeout(2 * limits.requestDeadline().toMillis(), TimeUnit.MILLISECONDS);
		}

		private void answered(Validator validator, byte @Nullable [] answer, @Nullable Throwable failure) {
			try {
				if (answer != null) {
					take(validator, SignedRoot.decode(answer));
				}
				else {
					validators.did(validator, Deed.SILENCE);
				}
			}
			catch (CborException malformed) {
				validators.did(validator, Deed.INVALID_PROOF);
				logger.log(Level.WARNING, "node={0} sent something that is not a signed root: {1}", validator.name(),
						malformed.getMessage());
			}
			synchronized (this) {
				open--;
				if (open == 0) {
					result.completeExceptionally(new UnavailableException("only " + signatures.size()
							+ " validators signed the root of height " + root.height().number()));
				}
			}
		}

		private void take(Validator validator, SignedRoot signed) {
			if (!signed.isBy(validator, node.genesis().chainId())) {
				validators.did(validator, Deed.INVALID_PROOF);
				logger.log(Level.WARNING, "node={0} sent a root with a wrong signature", validator.name());
			}
			else if (signed.root().equals(root)) {
				validators.did(validator, Deed.USEFUL);
				add(signed.signature());
			}
			else if (signed.root().height().equals(root.height())) {
				disagree(validator, signed.root());
			}
		}

		/**
		 * One may lie; when a third of the weight signs another state, it is this node
		 * that is wrong.
		 */
		private synchronized void disagree(Validator validator, StateRoot other) {
			against.add(validator.id());
			validators.did(validator, Deed.DISAGREEMENT);
			counters.disagreements.increment();
			if (3 * roster.weight(against) >= roster.weight()) {
				outvoted = true;
			}
			logger.log(Level.ERROR, "height={0} node={1} signed root {2}, this node''s is {3}", root.height().number(),
					validator.name(), other.rootHex(), root.rootHex());
		}

		private synchronized void add(NodeSignature signature) {
			signatures.put(signature.signer(), signature);
			if (!result.isDone() && roster.isQuorum(signatures.keySet())) {
				result.complete(new AttestedRoot(root, List.copyOf(signatures.values())));
			}
		}

	}

}
