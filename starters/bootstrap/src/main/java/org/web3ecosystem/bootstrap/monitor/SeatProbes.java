package org.web3ecosystem.bootstrap.monitor;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.trust.Purpose;

/** The probes of the four operational targets, through the seats. */
public final class SeatProbes {

	private static final Duration CONNECTING = Duration.ofSeconds(1);

	/** Making a proof is work; checking is what is measured. */
	private static final int CHECKS_PER_PROOF = 15;

	private final ComponentInitializer seats;

	private final Node node;

	private final Name zone;

	private final List<Validator> others;

	private final AtomicLong count = new AtomicLong();

	private volatile @Nullable Proven proven;

	public SeatProbes(ComponentInitializer seats, Node node) {
		this.seats = seats;
		this.node = node;
		this.zone = new Name(node.genesis().zone());
		this.others = node.genesis()
			.validators()
			.stream()
			.filter(validator -> !validator.id().equals(node.id()))
			.toList();
	}

	public Map<SelfProbes.Target, SelfProbes.Probe> all() {
		Map<SelfProbes.Target, SelfProbes.Probe> probes = new EnumMap<>(SelfProbes.Target.class);
		probes.put(SelfProbes.Target.DNS_RESOLUTION, this::ownName);
		probes.put(SelfProbes.Target.SERVICE_DISCOVERY, this::transportService);
		probes.put(SelfProbes.Target.CERTIFICATE_VALIDATION, this::peerCertificate);
		probes.put(SelfProbes.Target.CONSENSUS_VALIDATION, this::proof);
		return probes;
	}

	private CompletionStage<Duration> ownName() {
		return timed(() -> seats.discovery()
			.resolve(FederationNames.nodeName(zone, node.name()))
			.thenApply(SeatProbes::requireRecords));
	}

	/** From a service's name to the addresses behind it. */
	private CompletionStage<Duration> transportService() {
		return timed(() -> seats.discovery().resolve(FederationNames.stoq(zone)).thenCompose(answer -> {
			List<CompletableFuture<Resolution.Found>> targets = requireRecords(answer).records()
				.stream()
				.filter(ResourceRecord.Service.class::isInstance)
				.map(record -> seats.discovery()
					.resolve(((ResourceRecord.Service) record).target())
					.thenApply(SeatProbes::requireRecords)
					.toCompletableFuture())
				.toList();
			return CompletableFuture.allOf(targets.toArray(CompletableFuture[]::new));
		}));
	}

	/** The chain that another node shows on its connection, judged again. */
	private CompletionStage<Duration> peerCertificate() {
		if (others.isEmpty()) {
			return CompletableFuture
				.failedFuture(new UnavailableException("there is no other node whose certificate could be judged"));
		}
		Validator other = others.get((int) (count.getAndIncrement() % others.size()));
		return seats.transport()
			.connect(Peer.of(other), CONNECTING)
			.thenCompose(connection -> timed(() -> seats.certificates()
				.validate(connection.peerChain(), Purpose.NODE, other.id())
				.thenApply(SeatProbes::requireAccepted)));
	}

	private CompletionStage<Duration> proof() {
		Proven kept = proven;
		if (kept != null && kept.checks < CHECKS_PER_PROOF) {
			proven = kept.checkedOnceMore();
			return check(kept).exceptionallyCompose(old -> proveAndCheck());
		}
		return proveAndCheck();
	}

	private CompletionStage<Duration> proveAndCheck() {
		Operation operation = new Operation("bootstrap.probe", digest(), false);
		return seats.consensus().prove(operation).thenCompose(bundle -> {
			Proven fresh = new Proven(operation, bundle, 1);
			proven = fresh;
			return check(fresh);
		});
	}

	private CompletionStage<Duration> check(Proven fresh) {
		return timed(() -> seats.consensus()
			.validate(fresh.bundle, fresh.operation, node.id())
			.thenApply(SeatProbes::requireAccepted));
	}

	private byte[] digest() {
		try {
			return MessageDigest.getInstance("SHA-256")
				.digest((node.id() + " probe " + count.getAndIncrement() + " " + System.nanoTime())
					.getBytes(StandardCharsets.US_ASCII));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

	private static CompletionStage<Duration> timed(Supplier<CompletionStage<?>> call) {
		long start = System.nanoTime();
		return call.get().thenApply(done -> Duration.ofNanos(System.nanoTime() - start));
	}

	private static Resolution.Found requireRecords(Resolution answer) {
		if (answer instanceof Resolution.Found found && !found.records().isEmpty()) {
			return found;
		}
		throw new UnavailableException("a name of the federation has no records");
	}

	private static Verdict requireAccepted(Verdict verdict) {
		return switch (verdict) {
			case Verdict.Accepted accepted -> accepted;
			case Verdict.Rejected(String reason, boolean revoked) ->
				throw new UnavailableException("rejected: " + reason);
			case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
		};
	}

	private record Proven(Operation operation, ProofBundle bundle, int checks) {

		Proven checkedOnceMore() {
			return new Proven(operation, bundle, checks + 1);
		}

	}

}
