package org.web3ecosystem.hypermesh.name;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.hypermesh.asset.AssetCodec;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofFile;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * Proofs of names, made and checked with the genesis document alone: no node, no network.
 * The entry {@code name/<name>} of the module {@code names} proves a name, and of the
 * name of an asset {@code asset/<id>} of the module {@code assets}; that there is no such
 * entry proves that the ledger knows nothing of it. A proof shows a state that more than
 * two thirds of the weight signed, and cannot show that there is no later one: so it is
 * refused when it is too old. In a federation whose nodes renew their own names, the
 * newest state is at most half an hour old. Thread-safe.
 */
public final class NameProof {

	/** How old the state of a proof may be if nothing else is asked for. */
	public static final Duration MAX_AGE = Duration.ofHours(1);

	/** By how much the federation's clocks may be ahead of the reader's. */
	private static final Duration AHEAD = Duration.ofMinutes(1);

	private final Zone zone;

	private final FoundingNames founding;

	private final ProofVerifier proofs;

	private final InstantSource clock;

	/**
	 * @param clock tells how old a proof is and which leases are over
	 */
	public NameProof(Genesis genesis, InstantSource clock) {
		this(new ProofVerifier(genesis), clock);
	}

	/**
	 * The same for who knows later rosters than the genesis document's.
	 */
	public NameProof(ProofVerifier proofs, InstantSource clock) {
		Genesis genesis = proofs.rosters().genesis();
		this.zone = new Zone(genesis.zone());
		this.founding = new FoundingNames(genesis);
		this.proofs = proofs;
		this.clock = clock;
	}

	/** Where on the ledger something stands. */
	public record Place(String module, String key) {
	}

	/**
	 * Which entry proves a name.
	 * @throws IllegalArgumentException if the name is not in the federation's zone
	 */
	public Place of(Name name) {
		return place(zone, name);
	}

	static Place place(Zone zone, Name name) {
		if (!name.isWithin(zone.apex())) {
			throw new IllegalArgumentException(name + " is not in the zone " + zone.apex());
		}
		return zone.assetOf(name)
			.map(id -> new Place(AssetModule.NAME, AssetModule.key(id)))
			.orElseGet(() -> new Place(NameModule.NAME, NameModule.key(name)));
	}

	/**
	 * What an encoded {@link ProofFile}, or entry, says of a name.
	 * @param maxAge how old the state may be
	 * @throws ProofException if it does not hold, is about anything else or is too old
	 * @throws IllegalArgumentException if the name is not in the federation's zone
	 */
	public ProvenName check(byte[] encoded, Name name, Duration maxAge) {
		Place place = of(name);
		ProvenEntry entry = ProofFile.verify(encoded, proofs);
		if (!entry.module().equals(place.module()) || !entry.key().equals(place.key())) {
			throw new ProofException("it is a proof of " + entry.module() + " " + entry.key() + ", and " + name
					+ " is proven by " + place.module() + " " + place.key());
		}
		Instant made = entry.root().root().consensusTime();
		Duration age = Duration.between(made, clock.instant());
		if (age.compareTo(maxAge) > 0) {
			throw new ProofException("its state is of " + made + ", which is longer ago than " + maxAge);
		}
		if (age.compareTo(AHEAD.negated()) < 0) {
			throw new ProofException("its state is of " + made + ", which is not yet by this clock");
		}
		try {
			return read(name, entry, new LeaseClock(() -> made, clock).now());
		}
		catch (CborException unknown) {
			throw new ProofException("what it proves cannot be read: " + unknown.getMessage(), unknown);
		}
	}

	private ProvenName read(Name name, ProvenEntry entry, Instant now) {
		if (zone.assetOf(name).isPresent()) {
			return entry.value()
				.map(AssetCodec::decode)
				.<ProvenName>map(asset -> new ProvenName.OfAsset(name, entry, asset, lessee(asset, now)))
				.orElseGet(() -> new ProvenName.Absent(name, entry));
		}
		List<Contribution> all = entry.value().map(Contribution::decode).orElseGet(List::of);
		List<ProvenName.Lease> leases = all.stream()
			.filter(each -> each.isHeldAt(now))
			.map(each -> new ProvenName.Lease(each.node(), Duration.ofSeconds(each.ttl()), each.until(),
					each.records()))
			.toList();
		List<ResourceRecord> unregistered = founding.unregistered(name, NameBook.nodes(all));
		return leases.isEmpty() && unregistered.isEmpty() ? new ProvenName.Absent(name, entry)
				: new ProvenName.Registered(name, entry, leases, unregistered);
	}

	private static Optional<NodeId> lessee(Asset asset, Instant now) {
		return asset.state().at(now) instanceof AssetState.Leased(NodeId lessee, long term, Instant until)
				? Optional.of(lessee) : Optional.empty();
	}

}
