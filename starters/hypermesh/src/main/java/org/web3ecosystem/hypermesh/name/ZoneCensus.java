package org.web3ecosystem.hypermesh.name;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.web3ecosystem.hypermesh.asset.AssetCodec;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spi.discovery.ZoneListing.Listed;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Takes entries of the ledger in, in any order, and says which names they make. For one
 * thread.
 */
final class ZoneCensus {

	private static final String NAME = NameModule.key(new Name(""));

	private static final String LABEL = "label/";

	private static final String ASSET = "asset/";

	private final Zone zone;

	private final Genesis genesis;

	private final FoundingNames founding;

	private final Instant now;

	private final Map<Name, List<Contribution>> contributions = new HashMap<>();

	private final Map<NodeId, String> labels = new HashMap<>();

	private final List<Asset> assets = new ArrayList<>();

	/**
	 * @param now by which what is over is over
	 */
	ZoneCensus(Genesis genesis, Instant now) {
		this.zone = new Zone(genesis.zone());
		this.genesis = genesis;
		this.founding = new FoundingNames(genesis);
		this.now = now;
	}

	/** An entry of the module of names. */
	void name(String key, byte[] value) {
		if (key.startsWith(NAME)) {
			contributions.put(new Name(key.substring(NAME.length())), Contribution.decode(value));
		}
		else if (key.startsWith(LABEL)) {
			labels.put(new NodeId(key.substring(LABEL.length())), NameModule.text(value));
		}
		refuseTooMany();
	}

	/** An entry of the module of assets. */
	void asset(String key, byte[] value) {
		if (key.startsWith(ASSET)) {
			assets.add(AssetCodec.decode(value));
		}
		refuseTooMany();
	}

	private void refuseTooMany() {
		if (contributions.size() + assets.size() > ZoneListing.MAX_NAMES) {
			throw new UnavailableException("the zone has more than " + ZoneListing.MAX_NAMES + " names");
		}
	}

	/** All names with records. */
	List<Listed> names() {
		List<Listed> listed = new ArrayList<>();
		for (Name name : allNames()) {
			List<ResourceRecord> records = Stream
				.concat(held(name).stream().flatMap(each -> each.records().stream()), unregistered(name).stream())
				.distinct()
				.toList();
			add(listed, name, ttl(name), records);
		}
		for (Asset asset : assets) {
			Name name = zone.apex().child("asset").child(asset.id());
			if (zone.assetOf(name).isPresent()) {
				add(listed, name, LedgerNames.ASSET_TTL, addresses(asset));
			}
		}
		return listed;
	}

	private static void add(List<Listed> listed, Name name, Duration ttl, List<ResourceRecord> records) {
		if (!records.isEmpty()) {
			listed.add(new Listed(name, ttl, records));
		}
	}

	private Set<Name> allNames() {
		Set<Name> names = new LinkedHashSet<>(contributions.keySet());
		names.add(FederationNames.stoq(zone.apex()));
		for (Validator validator : genesis.validators()) {
			names.add(FederationNames.nodeName(zone.apex(), validator.name()));
		}
		return names;
	}

	private List<Contribution> held(Name name) {
		return contributions.getOrDefault(name, List.of()).stream().filter(each -> each.isHeldAt(now)).toList();
	}

	private List<ResourceRecord> unregistered(Name name) {
		return founding.unregistered(name, NameBook.nodes(contributions.getOrDefault(name, List.of())));
	}

	private Duration ttl(Name name) {
		return held(name).stream()
			.map(each -> Duration.ofSeconds(each.ttl()))
			.min(Duration::compareTo)
			.orElse(LedgerNames.FOUNDING_TTL);
	}

	/** Where those are who have it. */
	private List<ResourceRecord> addresses(Asset asset) {
		List<NodeId> having = new ArrayList<>(asset.holders());
		if (asset.state().at(now) instanceof AssetState.Leased leased) {
			having.add(leased.lessee());
		}
		return having.stream().distinct().flatMap(node -> addresses(node).stream()).distinct().toList();
	}

	private List<ResourceRecord> addresses(NodeId node) {
		Optional<Name> name = founding.nameOf(node).or(() -> Optional.ofNullable(labels.get(node)).map(zone::node));
		return name.stream()
			.flatMap(known -> Stream.concat(unregistered(known).stream(),
					held(known).stream().flatMap(each -> each.records().stream())))
			.filter(ResourceRecord.Address.class::isInstance)
			.toList();
	}

}
