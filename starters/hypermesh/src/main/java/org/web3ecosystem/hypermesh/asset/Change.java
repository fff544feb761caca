package org.web3ecosystem.hypermesh.asset;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetState;

/**
 * What a command makes of an asset. A function of the asset, the command, its author and
 * consensus time.
 */
sealed interface Change {

	/** It may be done. */
	record Made(Asset next) implements Change {
	}

	/** It may not. */
	record Refused(String reason) implements Change {
	}

	static Change of(Asset asset, AssetCommand command, NodeId author, Instant now) {
		return switch (command) {
			case AssetCommand.Register register -> new Refused(AssetRefusal.EXISTS.about(asset.id()));
			case AssetCommand.Lease lease -> lease(asset, lease, author, now);
			case AssetCommand.Renew(String id, long term, Instant until) ->
				until(until, now, () -> asLessee(asset, term, author, now, lease -> lease.renew(until)));
			case AssetCommand.Release(String id, long term) ->
				asLessee(asset, term, author, now, AssetState.Leased::release);
			case AssetCommand.Transfer transfer when asset.kind() == AssetKind.PACKAGE ->
				new Refused(AssetRefusal.STAYS_WITH_PACKAGE.about());
			case AssetCommand.Transfer(String id, long revision, NodeId owner) ->
				asOwner(asset, revision, author, asset.ownedBy(owner));
			case AssetCommand.Hold(String id, long revision, List<NodeId> holders) ->
				asOwner(asset, revision, author, asset.heldBy(holders));
		};
	}

	private static Change lease(Asset asset, AssetCommand.Lease lease, NodeId author, Instant now) {
		if (!asset.kind().isLeasable()) {
			return new Refused(AssetRefusal.NOT_LEASABLE.about(asset.kind()));
		}
		return switch (asset.state().at(now)) {
			case AssetState.Free free when free.term() != lease.after() ->
				new Refused(AssetRefusal.LEASED_MEANWHILE.about(free.term(), lease.after()));
			case AssetState.Free free ->
				until(lease.until(), now, () -> new Made(asset.in(free.lease(author, lease.until()))));
			case AssetState.Leased(NodeId lessee, long term, Instant until) ->
				new Refused(AssetRefusal.LEASED.about(lessee.brief(), until));
		};
	}

	private static Change until(Instant until, Instant now, Supplier<Change> then) {
		if (!until.isAfter(now) || until.isAfter(now.plus(AssetCommand.LONGEST))) {
			return new Refused(AssetRefusal.WRONG_END.about(now, AssetCommand.LONGEST.toDays(), until));
		}
		return then.get();
	}

	/** How a lease goes on. */
	interface Step {

		AssetState from(AssetState.Leased lease);

	}

	private static Change asLessee(Asset asset, long term, NodeId author, Instant now, Step step) {
		return switch (asset.state().at(now)) {
			case AssetState.Free free -> new Refused(term == free.term() && term > 0 ? AssetRefusal.LEASE_OVER.about()
					: AssetRefusal.NO_LEASE.about(term));
			case AssetState.Leased lease when term != lease.term() ->
				new Refused(AssetRefusal.OTHER_TERM.about(lease.term(), term));
			case AssetState.Leased lease when !lease.lessee().equals(author) ->
				new Refused(AssetRefusal.NOT_THE_LESSEE.about());
			case AssetState.Leased lease -> new Made(asset.in(step.from(lease)));
		};
	}

	private static Change asOwner(Asset asset, long revision, NodeId author, Asset next) {
		if (!asset.owner().equals(author)) {
			return new Refused(AssetRefusal.NOT_THE_OWNER.about());
		}
		return asset.revision() == revision ? new Made(next)
				: new Refused(AssetRefusal.CHANGED_MEANWHILE.about(asset.revision(), revision));
	}

}
