package org.web3ecosystem.hypermesh.ledger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.state.AttestedRoot;
import org.web3ecosystem.hypermesh.state.RootSignature;
import org.web3ecosystem.hypermesh.state.SignedRoot;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.CborException;
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

	private final LedgerLimits limits;

	private final Counters counters;

	private final SequencedMap<StateRoot, CompletableFuture<AttestedRoot>> known = new LinkedHashMap<>();

	private volatile Height newest = Height.GENESIS;

	private volatile boolean outvoted;

	RootAttestor(Node node, Validators validators, LedgerLimits limits, Counters counters) {
		this.node = node;
		this.validators = validators;
		this.limits = limits;
		this.counters = counters;
	}

	/** The newest height of which a quorum's signatures were seen. */
	Height newest() {
		return newest;
	}

	/** Whether more than f validators signed another state than this node's. */
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

		private final Map<NodeId, RootSignature> signatures = new TreeMap<>();

		private int open = validators.others().size();

		private int against;

		Collection(StateRoot root) {
			this.root = root;
		}

		void begin() {
			add(RootSignature.sign(root, node.key()));
			byte[] request = RootHandler.request(root.height());
			for (Validator validator : validators.others()) {
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
			}
			catch (CborException malformed) {
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
			if (!signed.signature().signer().equals(validator.id()) || !signed.isGenuine(node.genesis())) {
				logger.log(Level.WARNING, "node={0} sent a root with a wrong signature", validator.name());
			}
			else if (signed.root().equals(root)) {
				add(signed.signature());
			}
			else if (signed.root().height().equals(root.height())) {
				disagree(validator, signed.root());
			}
		}

		/**
		 * One may lie; when more than f sign another state, it is this node that is
		 * wrong.
		 */
		private synchronized void disagree(Validator validator, StateRoot other) {
			against++;
			counters.disagreements.increment();
			if (against > node.genesis().f()) {
				outvoted = true;
			}
			logger.log(Level.ERROR, "height={0} node={1} signed root {2}, this node''s is {3}", root.height().number(),
					validator.name(), other.rootHex(), root.rootHex());
		}

		private synchronized void add(RootSignature signature) {
			signatures.put(signature.signer(), signature);
			if (!result.isDone() && AttestedRoot.isQuorum(node.genesis(), List.copyOf(signatures.keySet()))) {
				result.complete(new AttestedRoot(root, List.copyOf(signatures.values())));
			}
		}

	}

}
