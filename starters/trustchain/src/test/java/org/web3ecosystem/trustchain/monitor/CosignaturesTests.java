package org.web3ecosystem.trustchain.monitor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.trust.CheckpointWitness;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;
import org.web3ecosystem.spitest.trust.CheckpointWitnessContract;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ct.Checkpoint;
import org.web3ecosystem.trustchain.ct.TestLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log of the first validator and the others, over a network: the laws of a witness
 * elsewhere, and what the log makes of it.
 */
class CosignaturesTests extends CheckpointWitnessContract {

	private static final String ORIGIN = "node1.node.local.internal/log";

	@TempDir
	private Path directory;

	private final InMemoryNetwork network = new InMemoryNetwork();

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private Federation federation;

	private Node first;

	private TestLog log;

	private PublicKey shownKey;

	private Listener second;

	@BeforeEach
	void found() {
		federation = Federation.of(4, directory.resolve("federation"));
		first = federation.node(1);
		log = TestLog.in(directory.resolve("log"), ORIGIN);
		shownKey = log.key();
		second = serve(federation.node(2));
		serve(federation.node(3));
	}

	@AfterEach
	void close() {
		executor.shutdownNow();
	}

	private Listener serve(Node node) {
		OwnWitness own = new OwnWitness(node.home().resolve("trustchain/witness"),
				RemoteWitness.name(node.name(), Federation.ZONE), InstantSource.system(), executor);
		return network.node(node.id())
			.listen(new InetSocketAddress("127.0.0.1", node.endpoints().stoq()),
					new Inbound(List.of(new CosignHandler(node.genesis(), node.key(), own, executor)), List.of()))
			.toCompletableFuture()
			.join();
	}

	private RemoteWitness witness(int number, Node asking) {
		Validator validator = federation.genesis().validator(federation.node(number).id()).orElseThrow();
		return new RemoteWitness(validator, Federation.ZONE, network.node(asking.id()), asking.key(), () -> shownKey);
	}

	@Override
	protected CheckpointWitness witness() {
		return witness(2, first);
	}

	@Override
	protected CheckpointWitness restarted() {
		second.close();
		second = serve(federation.node(2));
		return witness();
	}

	@Override
	protected String checkpoint(int size) {
		return log.note(size);
	}

	@Override
	protected List<byte[]> proof(int from, int to) {
		return log.proof(from, to);
	}

	@Override
	protected String forked(int size) {
		return log.forked().note(size);
	}

	@Override
	protected List<byte[]> forkedProof(int from, int to) {
		return log.forked().proof(from, to);
	}

	@Override
	protected String forged(int size) {
		return TestLog.in(directory.resolve("forger"), ORIGIN).note(size);
	}

	/** Another validator's, which it has to have cosigned itself. */
	@Override
	protected String unknown(int size) {
		return log.named("node3.node.local.internal/log").note(size);
	}

	private Cosignatures of(TestAuthority authority) {
		shownKey = authority.log().key().publicKey();
		List<RemoteWitness> all = IntStream.of(2, 3, 4).mapToObj(number -> witness(number, first)).toList();
		return new Cosignatures(all, () -> Optional.of(authority.log()), executor);
	}

	@Test
	void eachCheckpointIsShownWithTheCosignaturesOfThoseWhoAnswer() {
		try (TestAuthority authority = new TestAuthority(first, InstantSource.system())) {
			Cosignatures cosignatures = of(authority);
			cosignatures.look();
			assertThat(cosignatures.with(authority.log().note())).as("nothing of an empty log")
				.isEqualTo(authority.log().note());
			for (int entries = 1; entries <= 3; entries++) {
				authority.issue(Purpose.NODE);
				String bare = authority.log().note();
				assertThat(cosignatures.with(bare)).as("not yet").isEqualTo(bare);

				cosignatures.look();

				String note = cosignatures.with(bare);
				assertThat(note).startsWith(bare)
					.contains("\u2014 node2.node.local.internal/witness ")
					.contains("\u2014 node3.node.local.internal/witness ");
				assertThat(Checkpoint.verified(note, authority.log().key().publicKey()))
					.isEqualTo(authority.log().checkpoint());
				assertThat(cosignatures.standing()).isEqualTo("2 of 3");
			}
			Cosignatures again = of(authority);
			again.look();
			assertThat(again.count()).as("whoever forgot up to where is told").isEqualTo(2);

			serve(federation.node(4));
			again.look();
			assertThat(again.standing()).isEqualTo("3 of 3");
		}
	}

	@Test
	void aLogThatWasRolledBackIsStoppedByThoseWhoSawMoreOfIt(@TempDir Path copy) throws IOException {
		Path logs = first.home().resolve("trustchain/log");
		try (TestAuthority authority = new TestAuthority(first, InstantSource.system())) {
			authority.issue(Purpose.NODE);
		}
		copy(logs, copy);
		try (TestAuthority authority = new TestAuthority(first, InstantSource.system())) {
			authority.issue(Purpose.NODE);
			of(authority).look();
			assertThat(authority.log().broken()).isEmpty();
		}
		copy(copy, logs);
		try (TestAuthority authority = new TestAuthority(first, InstantSource.system())) {
			Cosignatures cosignatures = of(authority);
			cosignatures.look();
			assertThat(authority.log().broken())
				.hasValueSatisfying(reason -> assertThat(reason).contains("rolled back"));
		}
		copy(copy, logs);
		try (TestAuthority authority = new TestAuthority(first, InstantSource.system())) {
			authority.issue(Purpose.NODE);
			authority.issue(Purpose.NODE);
			of(authority).look();
			assertThat(authority.log().broken()).as("longer by now, and another")
				.hasValueSatisfying(reason -> assertThat(reason).contains("rolled back"));
		}
	}

	private static void copy(Path from, Path to) throws IOException {
		FileSystemUtils.deleteRecursively(to);
		FileSystemUtils.copyRecursively(from, to);
	}

	@Test
	void aStrangersLogIsNotCosigned() {
		Node stranger = federation.stranger(directory.resolve("stranger"), "node5");

		assertThat(witness(2, stranger).addCheckpoint(new CheckpointWitness.Submission(0, List.of(), log.note(5)))
			.toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
	}

}
