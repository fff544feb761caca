package org.web3ecosystem.spi.asset;

import java.util.List;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;

/**
 * A registered thing.
 *
 * @param id a DNS label, unique in the federation
 * @param kind what it is
 * @param owner whose signature changes it
 * @param holders the nodes that have it now
 * @param description free text of at most 256 characters, registered as
 * {@link org.web3ecosystem.spi.PlainText plain text}
 * @param registeredAt the block it was registered in
 * @param revision how often its owner has changed it
 * @param state who may use it, as of the last command
 */
public record Asset(String id, AssetKind kind, NodeId owner, List<NodeId> holders, String description,
		Height registeredAt, long revision, AssetState state) {

	public static final int MAX_DESCRIPTION = 256;

	public static final int MAX_HOLDERS = 16;

	public Asset {
		holders = List.copyOf(holders);
		if (!id.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
			throw new IllegalArgumentException("an asset id is a DNS label, not '" + id + "'");
		}
		if (description.length() > MAX_DESCRIPTION) {
			throw new IllegalArgumentException("a description has at most " + MAX_DESCRIPTION + " characters");
		}
		if (holders.size() > MAX_HOLDERS) {
			throw new IllegalArgumentException("an asset has at most " + MAX_HOLDERS + " holders");
		}
	}

	/** This asset in another state. */
	public Asset in(AssetState next) {
		return new Asset(id, kind, owner, holders, description, registeredAt, revision, next);
	}

	/**
	 * This asset in other hands: where the owner before held it, the next does. Other
	 * holders stay until it says otherwise, and whoever leases it goes on.
	 */
	public Asset ownedBy(NodeId next) {
		List<NodeId> held = holders.stream().map(holder -> holder.equals(owner) ? next : holder).distinct().toList();
		return new Asset(id, kind, next, held, description, registeredAt, revision + 1, state);
	}

	/** This asset in other places. */
	public Asset heldBy(List<NodeId> next) {
		return new Asset(id, kind, owner, next, description, registeredAt, revision + 1, state);
	}

}
