package org.web3ecosystem.hypermesh.name;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.web3ecosystem.hypermesh.asset.AssetCodec;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.transport.SilentPeers;

/**
 * Names from the ledger: what the nodes contributed, what the genesis document says of
 * validators that did not yet, and for an asset the addresses of the nodes that hold it.
 * What a validator that is silent has contributed to services and assets is left out; how
 * a node itself is reached is not, so that it is found again. It speaks with authority
 * while the ledger can be read, and not at all otherwise.
 */
public final class LedgerNames {

	private static final String OFFER = LedgerDiscovery.OFFER;

	private static final Duration ASSET_TTL = Duration.ofSeconds(30);

	/** Soon the validator registers what holds from then on. */
	private static final Duration FOUNDING_TTL = Duration.ofSeconds(5);

	private static final Duration NEGATIVE_TTL = Duration.ofSeconds(5);

	private final Zone zone;

	private final FoundingNames founding;

	private final Ledger ledger;

	private final Supplier<Verdict> readiness;

	private final Function<Operation, CompletionStage<ProofBundle>> prover;

	private final SilentPeers peers;

	private final NodeId self;

	private final InstantSource clock;

	private final AtomicLong lastVersion = new AtomicLong();

	/**
	 * @param readiness whether the ledger can be read and written now
	 * @param prover makes the proof a registration carries
	 * @param peers who does not answer
	 * @param clock numbers registrations; a wrong clock is corrected by what the ledger
	 * has
	 */
	public LedgerNames(Node node, Ledger ledger, Supplier<Verdict> readiness,
			Function<Operation, CompletionStage<ProofBundle>> prover, SilentPeers peers, InstantSource clock) {
		this.zone = new Zone(node.genesis().zone());
		this.founding = new FoundingNames(node.genesis());
		this.ledger = ledger;
		this.readiness = readiness;
		this.prover = prover;
		this.peers = peers;
		this.self = node.id();
		this.clock = clock;
	}

	/** Fails with UnavailableException where it has no authority. */
	public CompletionStage<Resolution> resolve(Name name) {
		Optional<UnavailableException> why = cannotSay(name);
		if (why.isPresent()) {
			return CompletableFuture.failedFuture(why.get());
		}
		return zone.assetOf(name).map(this::resolveAsset).orElseGet(() -> resolveName(name));
	}

	/**
	 * The nodes that have registered a name. Fails with UnavailableException where it has
	 * no authority.
	 */
	public CompletionStage<Set<NodeId>> registered(Name name) {
		return cannotSay(name).<CompletionStage<Set<NodeId>>>map(CompletableFuture::failedFuture)
			.orElseGet(() -> contributions(name).thenApply(LedgerNames::nodes));
	}

	private CompletionStage<List<Contribution>> contributions(Name name) {
		return read(NameModule.key(name)).thenApply(entry -> entry.map(Contribution::decode).orElseGet(List::of));
	}

	private static Set<NodeId> nodes(List<Contribution> contributions) {
		return contributions.stream().map(Contribution::node).collect(Collectors.toSet());
	}

	private List<Contribution> heard(Name name, List<Contribution> contributions) {
		if (zone.nodeOf(name).isPresent() || name.equals(FederationNames.stoq(zone.apex()))) {
			return contributions;
		}
		Set<NodeId> silent = peers.silent();
		return contributions.stream().filter(contribution -> !silent.contains(contribution.node())).toList();
	}

	private CompletionStage<Resolution> resolveName(Name name) {
		return contributions(name).thenCompose(contributions -> {
			List<ResourceRecord> unregistered = founding.unregistered(name, nodes(contributions));
			if (!contributions.isEmpty() || !unregistered.isEmpty()) {
				return CompletableFuture.completedFuture(found(heard(name, contributions), unregistered));
			}
			if (name.equals(zone.apex()) || name.equals(zone.apex().child("asset")) || founding.hasBelow(name)) {
				return CompletableFuture.completedFuture(nothingButBelow());
			}
			return read(NameModule.below(name))
				.thenApply(below -> below.map(mark -> nothingButBelow()).orElseGet(LedgerNames::notFound));
		});
	}

	private CompletionStage<Resolution> resolveAsset(String id) {
		return ledger.read(AssetModule.NAME, AssetModule.key(id))
			.thenCompose(entry -> entry.map(AssetCodec::decode)
				.map(asset -> addresses(heard(asset.holders()), 0, new ArrayList<>()))
				.orElseGet(() -> CompletableFuture.completedStage(notFound())));
	}

	private List<NodeId> heard(List<NodeId> holders) {
		Set<NodeId> silent = peers.silent();
		return holders.stream().filter(holder -> !silent.contains(holder)).toList();
	}

	private CompletionStage<Resolution> addresses(List<NodeId> holders, int done, List<ResourceRecord> found) {
		if (done == holders.size()) {
			return CompletableFuture
				.completedStage(new Resolution.Found(found.stream().distinct().toList(), ASSET_TTL, false, OFFER));
		}
		return addressesOf(holders.get(done)).thenCompose(addresses -> {
			found.addAll(addresses);
			return addresses(holders, done + 1, found);
		});
	}

	private CompletionStage<List<ResourceRecord>> addressesOf(NodeId holder) {
		return read(NameModule.label(holder)).thenCompose(label -> label
			.map(text -> read(NameModule.key(zone.node(NameModule.text(text)))).thenApply(LedgerNames::addresses))
			.orElseGet(() -> CompletableFuture.completedStage(founding.addresses(holder))));
	}

	private static List<ResourceRecord> addresses(Optional<byte[]> entry) {
		return entry.map(Contribution::decode)
			.orElseGet(List::of)
			.stream()
			.flatMap(contribution -> contribution.records().stream())
			.filter(ResourceRecord.Address.class::isInstance)
			.toList();
	}

	private static Resolution found(List<Contribution> contributions, List<ResourceRecord> unregistered) {
		Duration ttl = Duration
			.ofSeconds(contributions.stream().mapToLong(Contribution::ttl).min().orElse(FOUNDING_TTL.toSeconds()));
		List<ResourceRecord> records = Stream
			.concat(contributions.stream().flatMap(contribution -> contribution.records().stream()),
					unregistered.stream())
			.distinct()
			.toList();
		return new Resolution.Found(records, ttl, false, OFFER);
	}

	/** RFC 8020: a name with names below it exists. */
	private static Resolution nothingButBelow() {
		return new Resolution.Found(List.of(), NEGATIVE_TTL, false, OFFER);
	}

	private static Resolution notFound() {
		return new Resolution.NotFound(NEGATIVE_TTL, OFFER);
	}

	/**
	 * Registers, and tells in which block. Fails with RejectedException if the ledger
	 * refused.
	 */
	public CompletionStage<Receipt> register(ServiceRegistration registration) {
		Optional<UnavailableException> why = cannotSay(registration.name());
		if (why.isPresent()) {
			return CompletableFuture.failedFuture(why.get());
		}
		return read(NameModule.key(registration.name())).thenCompose(entry -> {
			NameRegistration command = NameRegistration.of(registration, nextVersion(entry));
			byte[] body = command.encode();
			return prover.apply(NameModule.operation(body))
				.thenCompose(bundle -> ledger.submit(NameModule.NAME, body, bundle));
		}).thenApply(receipt -> switch (receipt.verdict()) {
			case Verdict.Accepted yes -> receipt;
			case Verdict.Rejected(String reason, boolean revoked) -> throw new RejectedException(reason);
			case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
		});
	}

	private long nextVersion(Optional<byte[]> entry) {
		long registered = entry.map(Contribution::decode)
			.orElseGet(List::of)
			.stream()
			.filter(contribution -> contribution.node().equals(self))
			.mapToLong(Contribution::version)
			.findFirst()
			.orElse(0);
		return lastVersion.accumulateAndGet(Math.max(registered, clock.millis()),
				(last, now) -> Math.max(last, now) + 1);
	}

	private Optional<UnavailableException> cannotSay(Name name) {
		if (!name.isWithin(zone.apex())) {
			return Optional.of(new UnavailableException(name + " is not in the zone " + zone.apex()));
		}
		return switch (readiness.get()) {
			case Verdict.Accepted yes -> Optional.empty();
			case Verdict.Rejected(String reason, boolean revoked) -> Optional.of(new UnavailableException(reason));
			case Verdict.Unavailable(String reason) -> Optional.of(new UnavailableException(reason));
		};
	}

	private CompletionStage<Optional<byte[]>> read(String key) {
		return ledger.read(NameModule.NAME, key);
	}

}
