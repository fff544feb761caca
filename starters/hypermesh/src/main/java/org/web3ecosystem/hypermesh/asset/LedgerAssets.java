package org.web3ecosystem.hypermesh.asset;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;

/**
 * The asset registry over the ledger. Proofs come from whoever has the consensus seat: as
 * long as nobody has, nothing is registered.
 */
public final class LedgerAssets implements AssetRegistry {

	private static final int MAX_LIMIT = 1_000;

	private final NodeId self;

	private final Ledger ledger;

	private final ConsensusProvider consensus;

	/**
	 * @param consensus the seat
	 */
	public LedgerAssets(NodeId self, Ledger ledger, ConsensusProvider consensus) {
		this.self = self;
		this.ledger = ledger;
		this.consensus = consensus;
	}

	@Override
	public CompletionStage<Receipt> register(String id, AssetKind kind, String description) {
		if (kind == AssetKind.PACKAGE) {
			throw AssetRefusal.MADE_WITH_PACKAGE.rejection();
		}
		// form and limits first, before any work is done for it
		new Asset(id, kind, self, List.of(self), description, ledger.height(), 0, AssetState.Free.NEW);
		return submit(new AssetCommand.Register(id, kind, description));
	}

	@Override
	public CompletionStage<Receipt> lease(String id, long after, Instant until) {
		return submit(new AssetCommand.Lease(id, after, until));
	}

	@Override
	public CompletionStage<Receipt> renew(String id, long term, Instant until) {
		return submit(new AssetCommand.Renew(id, term, until));
	}

	@Override
	public CompletionStage<Receipt> release(String id, long term) {
		return submit(new AssetCommand.Release(id, term));
	}

	@Override
	public CompletionStage<Receipt> transfer(String id, long revision, NodeId owner) {
		return submit(new AssetCommand.Transfer(id, revision, owner));
	}

	@Override
	public CompletionStage<Receipt> hold(String id, long revision, List<NodeId> holders) {
		return submit(new AssetCommand.Hold(id, revision, holders));
	}

	private CompletionStage<Receipt> submit(AssetCommand command) {
		byte[] body = command.encode();
		Operation operation = AssetModule.operation(command);
		return consensus.prove(operation)
			.thenCompose(bundle -> consensus.validate(bundle, operation, self)
				.thenCompose(verdict -> submit(body, bundle, verdict)));
	}

	private CompletionStage<Receipt> submit(byte[] body, ProofBundle bundle, Verdict verdict) {
		return switch (verdict) {
			case Verdict.Accepted yes -> ledger.submit(AssetModule.NAME, body, bundle);
			case Verdict.Rejected(String reason, boolean revoked) -> throw new RejectedException(reason);
			case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
		};
	}

	@Override
	public CompletionStage<Optional<Asset>> find(String id) {
		return ledger.read(AssetModule.NAME, AssetModule.key(id)).thenApply(value -> value.map(AssetCodec::decode));
	}

	@Override
	public CompletionStage<List<Asset>> list(long offset, int limit) {
		if (offset < 0 || limit < 1 || limit > MAX_LIMIT) {
			throw new IllegalArgumentException("an offset is not negative and a limit is 1 to " + MAX_LIMIT);
		}
		return ids(offset, limit, new ArrayList<>()).thenCompose(ids -> assets(ids, 0, new ArrayList<>()));
	}

	private CompletionStage<List<String>> ids(long offset, int limit, List<String> found) {
		long next = offset + found.size();
		return ledger.read(AssetModule.NAME, AssetModule.page(next / AssetModule.PAGE))
			.thenApply(AssetModule::ids)
			.thenCompose(page -> {
				page.stream()
					.skip(next % AssetModule.PAGE)
					.limit(limit - found.size())
					.forEach(item -> found.add(item instanceof Cbor.Text(String id) ? id : ""));
				boolean more = page.size() == AssetModule.PAGE && found.size() < limit;
				return more ? ids(offset, limit, found) : CompletableFuture.completedFuture(found);
			});
	}

	private CompletionStage<List<Asset>> assets(List<String> ids, int done, List<Asset> found) {
		if (done == ids.size()) {
			return CompletableFuture.completedFuture(List.copyOf(found));
		}
		return find(ids.get(done)).thenCompose(asset -> {
			asset.ifPresent(found::add);
			return assets(ids, done + 1, found);
		});
	}

}
