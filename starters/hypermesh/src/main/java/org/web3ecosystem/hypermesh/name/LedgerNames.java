package org.web3ecosystem.hypermesh.name;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.web3ecosystem.hypermesh.asset.AssetCodec;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.WriteQueue;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NameRegistry.Held;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.transport.SilentPeers;

/**
 * Names from the ledger: what the nodes contribute for as long as their leases, what the
 * genesis document says of validators that did not yet, and for an asset the addresses of
 * the nodes that have it: its holders and, while a lease runs, its lessee. Whether a
 * lease is over is judged by {@link LeaseClock}, and no answer may be kept for longer
 * than the leases it rests on. What a validator that is silent has contributed to
 * services and assets is left out; how a node itself is reached is not, so that it is
 * found again. It speaks with authority while the ledger can be read, and not at all
 * otherwise.
 */
public final class LedgerNames {

	private static final String OFFER = LedgerDiscovery.OFFER;

	static final Duration ASSET_TTL = Duration.ofSeconds(30);

	/** Soon the validator registers what holds from then on. */
	static final Duration FOUNDING_TTL = Duration.ofSeconds(5);

	/** What no lease ends; longer than any TTL. */
	private static final Duration FOR_GOOD = ServiceRegistration.LONGEST_LEASE;

	private static final Duration NEGATIVE_TTL = Duration.ofSeconds(5);

	private final Zone zone;

	private final FoundingNames founding;

	private final VerifiableLedger ledger;

	private final Supplier<Verdict> readiness;

	private final Function<Operation, CompletionStage<ProofBundle>> prover;

	private final SilentPeers peers;

	private final NodeId self;

	private final InstantSource clock;

	private final LeaseClock time;

	private final AtomicLong lastVersion;

	private final Ledger writing;

	/** Whether what is registered now need not be known to write. */
	private final boolean blind;

	/**
	 * @param readiness whether the ledger can be read and written now
	 * @param prover makes the proof a registration carries
	 * @param peers who does not answer
	 * @param clock numbers registrations, where what the ledger has corrects it if it is
	 * wrong, and ends leases while the ledger is idle
	 */
	public LedgerNames(Node node, VerifiableLedger ledger, Supplier<Verdict> readiness,
			Function<Operation, CompletionStage<ProofBundle>> prover, SilentPeers peers, InstantSource clock) {
		this.zone = new Zone(node.genesis().zone());
		this.founding = new FoundingNames(node.genesis());
		this.ledger = ledger;
		this.readiness = readiness;
		this.prover = prover;
		this.peers = peers;
		this.self = node.id();
		this.clock = clock;
		this.time = new LeaseClock(ledger::consensusTime, clock);
		this.lastVersion = new AtomicLong();
		this.writing = ledger;
		this.blind = false;
	}

	private LedgerNames(LedgerNames from, Supplier<Verdict> readiness,
			Function<Operation, CompletionStage<ProofBundle>> prover, Ledger writing, boolean blind) {
		this.zone = from.zone;
		this.founding = from.founding;
		this.ledger = from.ledger;
		this.readiness = readiness;
		this.prover = prover;
		this.peers = from.peers;
		this.self = from.self;
		this.clock = from.clock;
		this.time = from.time;
		this.lastVersion = from.lastVersion;
		this.writing = writing;
		this.blind = blind;
	}

	/**
	 * The same, to write through a queue: also while the ledger cannot say what is
	 * registered. A registration has its number from now, so that what is registered
	 * later and executed earlier stands.
	 */
	public LedgerNames through(WriteQueue.Way way) {
		return new LedgerNames(this, Verdict::accepted, way.consensus()::prove, way.ledger(), true);
	}

	/**
	 * The same, to read what was committed also while the ledger cannot say whether
	 * something came since: for who is told that. Not before the first block.
	 */
	public LedgerNames evenIfStale() {
		return new LedgerNames(this, () -> ledger.height().number() > 0 ? Verdict.accepted() : readiness.get(), prover,
				writing, blind);
	}

	/** The federation's, outside of which nothing is known here. */
	public Name zone() {
		return zone.apex();
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
	 * The nodes that hold something at a name now. Fails with UnavailableException where
	 * it has no authority.
	 */
	public CompletionStage<Set<NodeId>> registered(Name name) {
		return cannotSay(name).<CompletionStage<Set<NodeId>>>map(CompletableFuture::failedFuture)
			.orElseGet(() -> contributions(name).thenApply(all -> NameBook.nodes(held(all))));
	}

	/** When the leases at a name end, by who has them. Fails as {@link #registered}. */
	public CompletionStage<Map<NodeId, Instant>> leases(Name name) {
		return cannotSay(name).<CompletionStage<Map<NodeId, Instant>>>map(CompletableFuture::failedFuture)
			.orElseGet(() -> contributions(name).thenApply(all -> {
				Map<NodeId, Instant> leases = new LinkedHashMap<>();
				held(all).forEach(each -> leases.put(each.node(), each.until()));
				return leases;
			}));
	}

	/**
	 * The entry that proves a name, or that it is not there, as {@link NameProof} checks
	 * it. Fails as {@link #registered}.
	 */
	public CompletionStage<ProvenEntry> prove(Name name) {
		return cannotSay(name).<CompletionStage<ProvenEntry>>map(CompletableFuture::failedFuture).orElseGet(() -> {
			NameProof.Place place = NameProof.place(zone, name);
			return ledger.readProven(place.module(), place.key());
		});
	}

	/**
	 * Whether this node has taken back what it had at a name, and nothing since. Fails as
	 * {@link #registered}.
	 */
	public CompletionStage<Boolean> isWithdrawn(Name name) {
		return cannotSay(name).<CompletionStage<Boolean>>map(CompletableFuture::failedFuture)
			.orElseGet(() -> contributions(name).thenApply(all -> all.stream()
				.anyMatch(each -> each.node().equals(self) && each.standing() == Contribution.Standing.WITHDRAWN)));
	}

	private CompletionStage<List<Contribution>> contributions(Name name) {
		return read(NameModule.key(name)).thenApply(entry -> entry.map(Contribution::decode).orElseGet(List::of));
	}

	private List<Contribution> held(List<Contribution> contributions) {
		Instant now = time.now();
		return contributions.stream().filter(each -> each.isHeldAt(now)).toList();
	}

	private List<Contribution> heard(Name name, List<Contribution> contributions) {
		if (zone.nodeOf(name).isPresent() || name.equals(FederationNames.stoq(zone.apex()))) {
			return contributions;
		}
		Set<NodeId> silent = peers.silent();
		return contributions.stream().filter(contribution -> !silent.contains(contribution.node())).toList();
	}

	private CompletionStage<Resolution> resolveName(Name name) {
		return contributions(name).thenCompose(all -> {
			List<ResourceRecord> unregistered = founding.unregistered(name, NameBook.nodes(all));
			List<Contribution> held = held(all);
			if (!held.isEmpty() || !unregistered.isEmpty()) {
				return CompletableFuture.completedFuture(found(heard(name, held), unregistered));
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
				.map(this::resolveAsset)
				.orElseGet(() -> CompletableFuture.completedStage(notFound())));
	}

	private CompletionStage<Resolution> resolveAsset(Asset asset) {
		List<NodeId> having = new ArrayList<>(asset.holders());
		Duration rest = FOR_GOOD;
		if (asset.state().at(time.now()) instanceof AssetState.Leased(NodeId lessee, long term, Instant until)) {
			having.add(lessee);
			rest = time.rest(until);
		}
		return addresses(heard(having), 0, new Gathered(new LinkedHashSet<>(), rest));
	}

	private List<NodeId> heard(List<NodeId> nodes) {
		Set<NodeId> silent = peers.silent();
		return nodes.stream().distinct().filter(node -> !silent.contains(node)).toList();
	}

	/** The records found so far, and how long they hold. */
	private record Gathered(Set<ResourceRecord> records, Duration rest) {

		Gathered and(List<ResourceRecord> more, Duration atMost) {
			records.addAll(more);
			return new Gathered(records, shorter(rest, atMost));
		}

	}

	private CompletionStage<Resolution> addresses(List<NodeId> nodes, int done, Gathered found) {
		if (done == nodes.size()) {
			return CompletableFuture.completedStage(found(List.copyOf(found.records()), ASSET_TTL, found.rest()));
		}
		return addressesOf(nodes.get(done), found).thenCompose(more -> addresses(nodes, done + 1, more));
	}

	private CompletionStage<Gathered> addressesOf(NodeId node, Gathered found) {
		return nameOf(node).thenCompose(name -> name.map(known -> contributions(known).thenApply(all -> {
			Gathered gathered = found.and(addresses(founding.unregistered(known, NameBook.nodes(all))), FOR_GOOD);
			for (Contribution each : held(all)) {
				gathered = gathered.and(addresses(each.records()), time.rest(each.until()));
			}
			return gathered;
		})).orElseGet(() -> CompletableFuture.completedStage(found)));
	}

	/** A validator's from the document, another node's from the ledger. */
	private CompletionStage<Optional<Name>> nameOf(NodeId node) {
		Optional<Name> founded = founding.nameOf(node);
		return founded.isPresent() ? CompletableFuture.completedStage(founded)
				: read(NameModule.label(node)).thenApply(label -> label.map(text -> zone.node(NameModule.text(text))));
	}

	private static List<ResourceRecord> addresses(List<ResourceRecord> records) {
		return records.stream().filter(ResourceRecord.Address.class::isInstance).toList();
	}

	private static Duration shorter(Duration one, Duration other) {
		return one.compareTo(other) < 0 ? one : other;
	}

	private Resolution found(List<Contribution> contributions, List<ResourceRecord> unregistered) {
		Duration ttl = contributions.stream()
			.map(each -> Duration.ofSeconds(each.ttl()))
			.min(Duration::compareTo)
			.orElse(FOUNDING_TTL);
		Duration rest = contributions.stream()
			.map(each -> time.rest(each.until()))
			.min(Duration::compareTo)
			.orElse(FOR_GOOD);
		List<ResourceRecord> records = Stream
			.concat(contributions.stream().flatMap(contribution -> contribution.records().stream()),
					unregistered.stream())
			.distinct()
			.toList();
		return found(records, ttl, rest);
	}

	/**
	 * What nobody keeps for longer than it holds.
	 * @param rest how long it holds
	 */
	private static Resolution found(List<ResourceRecord> records, Duration ttl, Duration rest) {
		Duration told = shorter(ttl, rest).truncatedTo(ChronoUnit.SECONDS);
		return new Resolution.Found(records, told, false, rest.minus(told), OFFER);
	}

	/** RFC 8020: a name with names below it exists. */
	private static Resolution nothingButBelow() {
		return new Resolution.Found(List.of(), NEGATIVE_TTL, false, OFFER);
	}

	private static Resolution notFound() {
		return new Resolution.NotFound(NEGATIVE_TTL, OFFER);
	}

	/**
	 * Registers, or registers again, which renews the lease; tells in which block. Fails
	 * with RejectedException if the ledger refused.
	 */
	public CompletionStage<Receipt> register(ServiceRegistration registration) {
		return submit(registration.name(), version -> NameRegistration.of(registration, version));
	}

	/**
	 * Takes back what this node has registered for a name. Fails with RejectedException,
	 * of {@link NameRefusal#NOT_REGISTERED} or {@link NameRefusal#NOT_THE_AUTHORS} if
	 * that is nothing.
	 */
	public CompletionStage<Receipt> withdraw(Name name) {
		return submit(name, version -> new NameCommand.Withdrawal(name, version));
	}

	/**
	 * What this node holds at a name, with a version that was drawn for what is done with
	 * it next. Fails as {@link #registered}.
	 */
	public CompletionStage<Held> held(Name name) {
		return cannotSay(name).<CompletionStage<Held>>map(CompletableFuture::failedFuture)
			.orElseGet(() -> read(NameModule.key(name)).thenApply(entry -> {
				List<Contribution> all = entry.map(Contribution::decode).orElseGet(List::of);
				long version = nextVersion(entry);
				return held(all).stream()
					.filter(each -> each.node().equals(self))
					.findFirst()
					.map(own -> new Held(name, own.records(), Duration.ofSeconds(own.ttl()), version))
					.orElseGet(() -> new Held(name, List.of(), Duration.ZERO, version));
			}));
	}

	/**
	 * Registers in the place of what was read, and fails with RejectedException of
	 * {@link NameRefusal#NOT_NEWER} if something later was executed before.
	 */
	public CompletionStage<Receipt> register(Held before, ServiceRegistration registration) {
		return submit(registration.name(), NameRegistration.of(registration, before.version()));
	}

	/** Takes back what was read, and fails as {@link #withdraw(Name)} and the above. */
	public CompletionStage<Receipt> withdraw(Held before) {
		return submit(before.name(), new NameCommand.Withdrawal(before.name(), before.version()));
	}

	private CompletionStage<Receipt> submit(Name name, LongFunction<NameCommand> numbered) {
		return cannotSay(name).<CompletionStage<Receipt>>map(CompletableFuture::failedFuture)
			.orElseGet(() -> before(name).thenCompose(entry -> submit(name, numbered.apply(nextVersion(entry)))));
	}

	private CompletionStage<Optional<byte[]>> before(Name name) {
		CompletionStage<Optional<byte[]>> entry = read(NameModule.key(name));
		return blind ? entry.exceptionally(unreadable -> Optional.empty()) : entry;
	}

	private CompletionStage<Receipt> submit(Name name, NameCommand command) {
		Optional<UnavailableException> why = cannotSay(name);
		if (why.isPresent()) {
			return CompletableFuture.failedFuture(why.get());
		}
		return prover.apply(NameModule.operation(command))
			.thenCompose(bundle -> writing.submit(NameModule.NAME, command.encode(), bundle))
			.thenApply(receipt -> switch (receipt.verdict()) {
				case Verdict.Accepted yes -> receipt;
				case Verdict.Rejected(String reason, boolean revoked) -> throw NameRefusal.of(reason)
					.map(refusal -> RejectedException.of(refusal.kind(), reason))
					.orElseGet(() -> new RejectedException(reason));
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
