package org.web3ecosystem.hypermesh.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.export.ExportVerifier.Found;
import org.web3ecosystem.hypermesh.export.ExportVerifier.WrongExportException;
import org.web3ecosystem.hypermesh.ledger.LedgerSnapshot;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportVerifierTests {

	private final TestFederation federation = new TestFederation(4);

	private byte[] export = new byte[0];

	@BeforeAll
	void export() throws IOException {
		federation.start();
		for (int i = 0; i < 20; i++) {
			set(i, "v" + i);
		}
		export = write(snapshot(), () -> true);
	}

	@AfterAll
	void close() {
		federation.close();
	}

	@Test
	void anExportIsTheWholeLedgerOfOneHeightSignedByMoreThanTwoThirds() throws IOException {
		Found found = verify(export);

		assertThat(found.root().signatures()).hasSizeGreaterThanOrEqualTo(3);
		assertThat(found.entries()).containsKeys("ledger", RegisterModule.NAME);
		assertThat(found.total()).isEqualTo(lines(export).size() - 2);
	}

	@Test
	void everyValidatorExportsTheSameEntriesInTheSameOrder() throws IOException {
		TestFederation.await(
				() -> federation.member(3).ledger().height().equals(federation.member(0).ledger().height()),
				() -> "node4 is behind");
		try (LedgerSnapshot other = federation.member(3).ledger().snapshot().toCompletableFuture().join()) {
			byte[] again = write(snapshot(), () -> true);
			byte[] others = write(other, () -> true);

			// another quorum may have signed
			assertThat(lines(others).subList(1, lines(others).size()))
				.isEqualTo(lines(again).subList(1, lines(again).size()));
		}
	}

	@Test
	void blocksThatComeMeanwhileAreNotInIt() throws IOException {
		try (LedgerSnapshot held = snapshot()) {
			long height = held.root().root().height().number();
			set(3, "changed-meanwhile");
			set(99, "new-meanwhile");

			assertThat(verify(write(held, () -> true)).root().root().height().number()).isEqualTo(height);
		}
	}

	@Test
	void anyLineThatIsMissingOrTwiceOrElsewhereIsNoticed() {
		List<String> lines = lines(export);
		for (int i = 0; i < lines.size(); i++) {
			List<String> without = new ArrayList<>(lines);
			without.remove(i);
			refused(bytes(without));
			List<String> twice = new ArrayList<>(lines);
			twice.add(i, lines.get(i));
			refused(bytes(twice));
			List<String> moved = new ArrayList<>(lines);
			moved.add(lines.size() - 1 - i, moved.remove(i));
			if (!moved.equals(lines)) {
				refused(bytes(moved));
			}
		}
	}

	@Test
	void anyByteThatIsChangedIsNoticedInItsLine() {
		long seed = System.nanoTime();
		RandomGenerator random = new SplittableRandom(seed);
		for (int i = 0; i < 2_000; i++) {
			byte[] changed = export.clone();
			int place = random.nextInt(changed.length);
			changed[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
			assertThatExceptionOfType(WrongExportException.class).as("seed %d, byte %d", seed, place)
				.isThrownBy(() -> verify(changed));
		}
	}

	@Test
	void anyEndThatIsCutOffIsNoticed() {
		RandomGenerator random = new SplittableRandom(5);
		for (int i = 0; i < 200; i++) {
			refused(Arrays.copyOf(export, random.nextInt(export.length)));
		}
		refused(Arrays.copyOf(export, export.length - 1));
		refused(Arrays.copyOf(export, export.length + 1));
	}

	@Test
	void theSameInOtherWordsIsRefused() {
		String text = new String(export, StandardCharsets.UTF_8);

		refused(text.replaceFirst("\"module\":", "\"module\": ").getBytes(StandardCharsets.UTF_8));
		refused(text.replaceFirst("\"height\":", "\"extra\":1,\"height\":").getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aRootThatTooFewSignedIsRefused() {
		String text = new String(export, StandardCharsets.UTF_8);
		String few = text.replaceFirst("\\{\"signer\":[^}]*\\},", "");

		assertThatExceptionOfType(WrongExportException.class)
			.isThrownBy(() -> verify(few.getBytes(StandardCharsets.UTF_8)))
			.withMessage("line 1: the root is not signed by more than two thirds of the weight");
	}

	@Test
	void theExportOfAnotherFederationIsRefused() {
		Genesis other = TestFederation.genesis(List.of(NodeKey.generate()));

		assertThatExceptionOfType(WrongExportException.class)
			.isThrownBy(() -> new ExportVerifier(other).verify(new ByteArrayInputStream(export)))
			.withMessageStartingWith("line 1: ");
	}

	@Test
	void aLineWithoutEndIsNotReadIntoMemory() {
		byte[] long_ = new byte[ExportLine.MAX_BYTES + 1];
		Arrays.fill(long_, (byte) ' ');

		assertThatExceptionOfType(WrongExportException.class).isThrownBy(() -> verify(long_))
			.withMessageContaining("longer than");
	}

	@Test
	void whatTakesTooLongIsGivenUp() {
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> write(snapshot(), () -> false))
			.withMessageContaining("too long");
	}

	private LedgerSnapshot snapshot() {
		return federation.member(0).ledger().snapshot().toCompletableFuture().join();
	}

	private void set(int key, String value) {
		federation.member(0)
			.ledger()
			.submit(RegisterModule.NAME, RegisterModule.set("k" + key, value))
			.toCompletableFuture()
			.join();
	}

	private static byte[] write(LedgerSnapshot snapshot, BooleanSupplier goOn) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		LedgerExport.write(snapshot, "local", out, goOn);
		return out.toByteArray();
	}

	private Found verify(byte[] bytes) throws IOException {
		return new ExportVerifier(federation.genesis()).verify(new ByteArrayInputStream(bytes));
	}

	private void refused(byte[] bytes) {
		assertThatExceptionOfType(WrongExportException.class).isThrownBy(() -> verify(bytes))
			.withMessageMatching("line \\d+: .+");
	}

	private static List<String> lines(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8).lines().toList();
	}

	private static byte[] bytes(List<String> lines) {
		return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
	}

}
