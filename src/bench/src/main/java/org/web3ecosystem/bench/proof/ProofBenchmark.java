package org.web3ecosystem.bench.proof;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.security.Security;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.conscrypt.Conscrypt;
import org.web3ecosystem.hypermesh.plot.PlotFile;
import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.plot.PlotState;
import org.web3ecosystem.hypermesh.proof.Attester;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.Members;
import org.web3ecosystem.hypermesh.proof.NonceHandler;
import org.web3ecosystem.hypermesh.proof.Nonces;
import org.web3ecosystem.hypermesh.proof.OwnChain;
import org.web3ecosystem.hypermesh.proof.ProofStatistics;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.proof.TimeHandler;
import org.web3ecosystem.hypermesh.state.AttestedRoot;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.NodeSignature;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * The processor time of verifying one bundle with all four proofs, none of which was seen
 * before; the same where the signed root of the stake proof was, as it is for all bundles
 * but the first after a node looked; and of refusing bytes that are none. Prints rows of
 * Markdown.
 */
public final class ProofBenchmark {

	private static final int BUNDLES = 300;

	/** 2^19 labels are 16 MiB. */
	private static final int PLOT = 19;

	private static final int HOSTILE = 20_000;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final List<NodeKey> keys;

	private final Genesis genesis;

	private final NodeKey prover;

	private final PlotFile plot;

	private ProofBenchmark(int validators) {
		this.keys = IntStream.range(0, validators).mapToObj(i -> NodeKey.generate()).toList();
		this.genesis = genesis(keys);
		this.prover = keys.getFirst();
		Path file = Path.of(System.getProperty("java.io.tmpdir"), "bench-" + prover.id().brief() + ".plot");
		this.plot = PlotFile.openOrWrite(file, genesis.chainId(), prover.id(), PLOT, () -> false);
		file.toFile().deleteOnExit();
	}

	/** Two runs, with the JDK's signatures and with Conscrypt's, which a node uses. */
	public static void main(String[] args) {
		System.out.println(
				"| signatures by | validators | bundle | verify, median | 99 of 100 | root known, median | 99 of 100 | refuse 40 KiB |");
		System.out.println("|---|---|---|---|---|---|---|---|");
		run("the JDK");
		Security.insertProviderAt(Conscrypt.newProviderBuilder().provideTrustManager(false).build(), 1);
		run("Conscrypt");
		System.out.printf("%nload average %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

	private static void run(String signatures) {
		for (int validators : List.of(4, 7, 31, 100)) {
			ProofBenchmark benchmark = new ProofBenchmark(validators);
			System.out.printf("| %s | %d | %s%n", signatures, validators, benchmark.row());
		}
	}

	private String row() {
		Prover maker = maker();
		List<byte[]> bundles = new ArrayList<>();
		for (int i = 0; i < BUNDLES; i++) {
			bundles.add(maker.prove(operation(i)).toCompletableFuture().join().encoded());
		}
		long[] nanos = verifying(bundles, () -> new ProofVerifier(genesis));
		ProofVerifier known = new ProofVerifier(genesis);
		long[] again = verifying(bundles, () -> known);
		return "%d bytes | %.2f ms | %.2f ms | %.2f ms | %.2f ms | %.3f ms |".formatted(bundles.getLast().length,
				median(nanos), most(nanos), median(again), most(again), hostile() / 1e6);
	}

	private static double median(long[] sorted) {
		return sorted[sorted.length / 2] / 1e6;
	}

	private static double most(long[] sorted) {
		return sorted[sorted.length * 99 / 100] / 1e6;
	}

	private long[] verifying(List<byte[]> bundles, Supplier<ProofVerifier> proofs) {
		long[] nanos = new long[BUNDLES];
		for (int i = 0; i < BUNDLES; i++) {
			BundleVerifier verifier = new BundleVerifier(genesis, proofs.get());
			long start = THREADS.getCurrentThreadCpuTime();
			verifier.verify(bundles.get(i), operation(i), prover.id());
			nanos[i] = THREADS.getCurrentThreadCpuTime() - start;
		}
		// the first third is for the compilers
		long[] counted = Arrays.copyOfRange(nanos, BUNDLES / 3, BUNDLES);
		Arrays.sort(counted);
		return counted;
	}

	/**
	 * Random bytes of the largest size, and a right bundle's begin with rubbish behind.
	 */
	private long hostile() {
		BundleVerifier verifier = new BundleVerifier(genesis, new ProofVerifier(genesis));
		byte[] largest = new byte[40 * 1024];
		new SecureRandom().nextBytes(largest);
		byte[] right = maker().prove(operation(1)).toCompletableFuture().join().encoded();
		byte[] trailing = Arrays.copyOf(right, largest.length);
		long start = THREADS.getCurrentThreadCpuTime();
		for (int i = 0; i < HOSTILE; i++) {
			refused(verifier, i % 2 == 0 ? largest : trailing);
		}
		return (THREADS.getCurrentThreadCpuTime() - start) / HOSTILE;
	}

	private void refused(BundleVerifier verifier, byte[] bytes) {
		try {
			verifier.verify(bytes, operation(1), prover.id());
			throw new IllegalStateException("hostile bytes were taken");
		}
		catch (ProofException expected) {
			// as it must be
		}
	}

	private Prover maker() {
		Map<NodeId, Attester> attesters = keys.stream().collect(Collectors.toMap(NodeKey::id, this::attester));
		Map<NodeId, TimeHandler> handlers = keys.stream()
			.collect(Collectors.toMap(NodeKey::id, key -> new TimeHandler(attesters.get(key.id()), () -> true)));
		Map<NodeId, NonceHandler> nonces = keys.stream()
			.collect(Collectors.toMap(NodeKey::id, key -> new NonceHandler(attesters.get(key.id()), () -> true)));
		ProofStatistics statistics = new ProofStatistics();
		Members members = new Members(prover.id(), attesters.get(prover.id()), new Rosters(genesis),
				(member, method, request,
						deadline) -> (method.equals(nonces.get(member.id()).method()) ? nonces.get(member.id())
								: handlers.get(member.id()))
							.handle(prover.id(), request),
				Duration.ofSeconds(30), () -> new PlotState.Ready(plot), statistics);
		StakeWitness stake = new StakeWitness();
		stake.saw(stake());
		return new Prover(prover, genesis,
				new Prover.Sources(() -> Height.GENESIS, () -> Epoch.GENESIS, stake, members,
						new OwnChain(() -> CompletableFuture.completedFuture(Optional.empty())), statistics),
				new SecureRandom(), Runnable::run);
	}

	private Attester attester(NodeKey key) {
		return new Attester(key, genesis, () -> Epoch.GENESIS, InstantSource.system(), Duration.ofMillis(500),
				new Nonces(new SecureRandom(), () -> 0), node -> Optional.of(plot.plot()));
	}

	/** Under a root that just more than two thirds signed. */
	private ProvenEntry stake() {
		StakeEntry entry = StakeEntry.inGenesis(prover.id());
		ProvenEntry first = GenesisState.prove(genesis, entry.module(), entry.key());
		StateRoot root = new StateRoot(genesis.chainId(), Epoch.GENESIS, new Height(1), first.root().root().root(),
				Instant.now());
		List<NodeSignature> signatures = keys.stream()
			.limit(2L * keys.size() / 3 + 1)
			.map(root::sign)
			.sorted(Comparator.comparing(NodeSignature::signer))
			.toList();
		return new ProvenEntry(first.module(), first.key(), first.value(), first.proof(),
				new AttestedRoot(root, signatures));
	}

	private static Operation operation(int number) {
		byte[] digest = new byte[32];
		digest[0] = (byte) number;
		digest[1] = (byte) (number >> 8);
		return new Operation("bench.do", digest, true);
	}

	private static Genesis genesis(List<NodeKey> keys) {
		Function<Integer, Endpoints> endpoints = i -> new Endpoints(
				List.of(InetAddress.getLoopbackAddress().getHostAddress()), 10_000 + i, 11_000 + i, 12_000 + i,
				13_000 + i, 14_000 + i);
		List<Validator> validators = IntStream.range(0, keys.size())
			.mapToObj(i -> new Validator("node" + (i + 1), i + 1, keys.get(i).publicKey().getEncoded(),
					new byte[] { 1 }, endpoints.apply(i), 100))
			.toList();
		return new Genesis(new ChainId("bench-0123456789abcdef"), "bench", "bench.internal", Instant.now(),
				Genesis.PROTOCOL_VERSION, List.of(PlotModule.NAME, "register"), validators, new byte[] { 2 });
	}

}
