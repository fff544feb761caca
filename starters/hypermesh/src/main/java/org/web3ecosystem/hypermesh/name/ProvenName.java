package org.web3ecosystem.hypermesh.name;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/**
 * What an entry of the ledger, or its absence, says of a name; made by {@link NameProof}
 * from a proof that holds.
 */
public sealed interface ProvenName {

	Name name();

	/** The entry it rests on. */
	ProvenEntry entry();

	/** The state it was so in. */
	default StateRoot root() {
		return entry().root().root();
	}

	/**
	 * It has records.
	 *
	 * @param leases what nodes hold of it, by node
	 * @param founding what the genesis document says for validators that have never
	 * registered it
	 */
	record Registered(Name name, ProvenEntry entry, List<Lease> leases,
			List<ResourceRecord> founding) implements ProvenName {

		public Registered {
			leases = List.copyOf(leases);
			founding = List.copyOf(founding);
		}

	}

	/** What one node holds of a name, and until when by consensus time. */
	record Lease(NodeId node, Duration ttl, Instant until, List<ResourceRecord> records) {

		public Lease {
			records = List.copyOf(records);
		}

	}

	/**
	 * It is the name of an asset, and leads to the addresses of those who have it. The
	 * address of each is what a proof of its own name says.
	 *
	 * @param lessee who leases it now
	 */
	record OfAsset(Name name, ProvenEntry entry, Asset asset, Optional<NodeId> lessee) implements ProvenName {

		/** The nodes that have it: its holders, and its lessee. */
		public List<NodeId> nodes() {
			return Stream.concat(asset.holders().stream(), lessee.stream()).distinct().toList();
		}

	}

	/** It has none: nobody has registered it, or what there was is over. */
	record Absent(Name name, ProvenEntry entry) implements ProvenName {
	}

}
