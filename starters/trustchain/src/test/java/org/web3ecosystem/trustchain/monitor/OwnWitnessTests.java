package org.web3ecosystem.trustchain.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.CheckpointWitness;
import org.web3ecosystem.spi.trust.CheckpointWitness.Answer;
import org.web3ecosystem.spi.trust.CheckpointWitness.Submission;
import org.web3ecosystem.spitest.trust.CheckpointWitnessContract;
import org.web3ecosystem.trustchain.ct.TestLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

/** The laws, in this process. */
class OwnWitnessTests extends CheckpointWitnessContract {

	private static final String ORIGIN = "node1.node.local.internal/log";

	@TempDir
	private Path directory;

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private TestLog log;

	private OwnWitness witness;

	@BeforeEach
	void know() {
		log = TestLog.in(directory.resolve("log"), ORIGIN);
		witness = restarted();
		assertThat(witness.trust(ORIGIN, log.key())).isTrue();
	}

	@AfterEach
	void close() {
		executor.shutdownNow();
	}

	@Override
	protected CheckpointWitness witness() {
		return witness;
	}

	@Override
	protected OwnWitness restarted() {
		return new OwnWitness(directory.resolve("witness"), "node2.node.local.internal/witness", InstantSource.system(),
				executor);
	}

	@Override
	protected String checkpoint(int size) {
		return log.note(size);
	}

	@Override
	protected List<byte[]> proof(int first, int second) {
		return log.proof(first, second);
	}

	@Override
	protected String forked(int size) {
		return log.forked().note(size);
	}

	@Override
	protected List<byte[]> forkedProof(int first, int second) {
		return log.forked().proof(first, second);
	}

	@Override
	protected String forged(int size) {
		return TestLog.in(directory.resolve("forger"), ORIGIN).note(size);
	}

	@Override
	protected String unknown(int size) {
		return log.named("node9.node.local.internal/log").note(size);
	}

	@Test
	void aLogKeepsTheKeyUnderWhichItIsKnown() {
		TestLog other = TestLog.in(directory.resolve("other"), ORIGIN);

		assertThat(witness.trust(ORIGIN, other.key())).isFalse();
		assertThat(restarted().trust(ORIGIN, other.key())).isFalse();
		assertThat(restarted().trust(ORIGIN, log.key())).isTrue();
	}

	@Test
	void itsKeySurvivesARestart() {
		assertThat(restarted().cosigner().verifierKey()).isEqualTo(witness.cosigner().verifierKey())
			.startsWith("node2.node.local.internal/witness+");
	}

	@Test
	void logsAreFew() {
		for (int i = 1; i < OwnWitness.MAX_LOGS; i++) {
			assertThat(witness.trust(ORIGIN + "/" + i, log.key())).isTrue();
		}

		assertThat(witness.trust(ORIGIN + "/late", log.key())).isFalse();
		assertThat(witness.trust(ORIGIN, log.key())).isTrue();
	}

	@Test
	void whoDoesNotKnowWhatItCosignedCosignsNothing() throws IOException {
		get(witness.addCheckpoint(new Submission(0, List.of(), log.note(7))));
		try (Stream<Path> files = Files.list(directory.resolve("witness"))) {
			for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
				Files.write(file, new byte[] { 1, 2 });
			}
		}

		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(witness.addCheckpoint(new Submission(0, List.of(), log.forked().note(9)))));
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> witness.trust(ORIGIN, log.key()));
	}

	@Test
	void whatCannotBeKeptIsNotCosigned() throws IOException {
		Path state;
		try (Stream<Path> files = Files.list(directory.resolve("witness"))) {
			state = files.filter(each -> each.toString().endsWith(".log")).findFirst().orElseThrow();
		}
		// where the new state would be written first
		Path blocked = Files.createDirectories(state.resolveSibling(state.getFileName() + ".tmp").resolve("x"));

		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(witness.addCheckpoint(new Submission(0, List.of(), log.note(7)))));

		Files.delete(blocked);
		assertThat(get(witness.addCheckpoint(new Submission(0, List.of(), log.note(5)))))
			.as("the larger one was never cosigned")
			.isInstanceOf(Answer.Cosigned.class);
	}

}
