package org.web3ecosystem.bootstrap.toml;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.table.Capability;
import org.web3ecosystem.bootstrap.table.CertMode;
import org.web3ecosystem.bootstrap.table.ConsensusMode;
import org.web3ecosystem.bootstrap.table.DnsMode;
import org.web3ecosystem.bootstrap.table.FalconMode;
import org.web3ecosystem.bootstrap.table.GateRules;
import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.bootstrap.table.PhaseTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BootstrapTomlTests {

	/** Word for word from the roadmap. */
	private static final String ROADMAP = """
			# bootstrap.toml
			[phases]
			current_phase = 0  # Auto-increments

			[phase_0]
			dns_mode = "traditional"
			cert_mode = "self_signed"
			consensus = false

			[phase_1]
			dns_mode = "hybrid"
			cert_mode = "trustchain"
			consensus = true
			consensus_mode = "optional"

			[phase_2]
			dns_mode = "federated_primary"
			cert_mode = "trustchain"
			consensus = true
			consensus_mode = "recommended"

			[phase_3]
			dns_mode = "federated_only"
			cert_mode = "consensus_validated"
			consensus = true
			consensus_mode = "mandatory"
			""";

	@Test
	void theRoadmapsFileIsReadAsItIs() {
		PhaseTable table = parse(ROADMAP).table();
		assertThat(table.initialPhase()).isZero();
		assertThat(table.row(0)).isEqualTo(new PhaseRow(0, DnsMode.TRADITIONAL, CertMode.SELF_SIGNED,
				ConsensusMode.NONE, FalconMode.OFF, Duration.ofSeconds(10), Duration.ZERO));
		assertThat(table.row(3)).isEqualTo(new PhaseRow(3, DnsMode.FEDERATED_ONLY, CertMode.CONSENSUS_VALIDATED,
				ConsensusMode.MANDATORY, FalconMode.REQUIRED, Duration.ofMinutes(5), Duration.ZERO));
		assertThat(table.gates()).isEqualTo(GateRules.DEFAULT);
	}

	@Test
	void theFileThatShipsSaysWhatTheDefaultsAre() {
		PhaseTable shipped = TestTables.shipped();
		PhaseTable roadmap = parse(ROADMAP).table();
		assertThat(shipped.rows()).isEqualTo(roadmap.rows());
		assertThat(shipped.gates()).isEqualTo(GateRules.DEFAULT);
		assertThat(shipped.dependencies().toStart("hypermesh", Marks.NONE)).containsExactly(Capability.STOQ_TRANSPORT,
				Capability.TRUSTCHAIN_DNS);
		assertThat(shipped.dependencies().of("stoq", 3)).containsExactly(Capability.FULL_FEDERATION);
		assertThat(shipped.dependencies().of("caesar", 0)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			dns_mode = "hybrid"           | dns_mode = "hybird"         | 11 | unknown dns_mode "hybird"
			cert_mode = "self_signed"     | cert_mode = "none"          | 7  | unknown cert_mode "none"
			consensus_mode = "mandatory"  | consensus_mode = "perhaps"  | 26 | unknown consensus_mode "perhaps"
			consensus_mode = "mandatory"  | consensus_mode = "none"     | 26 | consensus_mode "none"
			consensus = false             | consensus = "no"            | 8  | is not true or false
			consensus = false             | consensus = false, x = 1    | 8  | this is not TOML
			consensus = false             | konsensus = false           | 8  | unknown key 'konsensus'
			consensus = false             | deadline = 10               | 8  | is not a duration
			current_phase = 0             | current_phase = 4           | 3  | there is no phase 4
			current_phase = 0             | current_phase = "0"         | 3  | is not a whole number
			current_phase = 0             | current_phase               | 3  | this is not TOML
			[phase_1]                     | [phase_4]                   | 10 | unknown key 'phase_4'
			""")
	void aMistakeIsNamedWithItsLine(String right, String wrong, int line, String what) {
		InvalidTableException refused = refused(
				ROADMAP.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)));
		assertThat(refused.problems()).anySatisfy(problem -> {
			assertThat(problem.where()).isEqualTo("bootstrap.toml, line " + line);
			assertThat(problem.what()).contains(what);
			assertThat(problem.action()).isNotBlank();
		});
	}

	@Test
	void aMissingPhaseIsRefused() {
		assertThat(refused(ROADMAP.substring(0, ROADMAP.indexOf("[phase_3]"))).getMessage())
			.contains("[phase_3] is missing");
	}

	@Test
	void consensusOffWithAModeIsRefused() {
		int last = ROADMAP.lastIndexOf("consensus = true");
		String off = ROADMAP.substring(0, last) + "consensus = false" + ROADMAP.substring(last + 16);
		assertThat(refused(off).getMessage()).contains("line 26").contains("consensus = false, yet consensus_mode");
	}

	@Test
	void trustThatGetsWeakerIsRefused() {
		String weaker = ROADMAP.replace("\"consensus_validated\"", "\"self_signed\"");
		assertThat(refused(weaker).problems()).singleElement()
			.satisfies(problem -> assertThat(problem.what()).contains("cert_mode gets weaker"))
			.satisfies(problem -> assertThat(problem.where()).endsWith("line 24"));
	}

	@Test
	void consensusValidatedCertificatesNeedConsensus() {
		String none = ROADMAP.replaceAll("consensus = true\nconsensus_mode = \"\\w+\"", "consensus = false");
		assertThat(refused(none).getMessage()).contains("without consensus");
	}

	@Test
	void aCapabilityNobodyProvidesIsRefused() {
		assertThat(refused(ROADMAP + "[service_dependencies.stoq]\nphase_1 = [\"magic\"]\n").getMessage())
			.contains("nobody provides 'magic'")
			.contains("line 28");
	}

	@Test
	void waitingForWhatComesLaterIsRefused() {
		assertThat(refused(ROADMAP + "[service_dependencies.catalog]\nphase_0 = [\"hypermesh_assets\"]\n").getMessage())
			.contains("first provided in phase 1");
	}

	@Test
	void componentsThatWaitForEachOtherInOnePhaseAreRefused() {
		String cycle = ROADMAP + """
				[service_dependencies.stoq]
				phase_0 = ["trustchain_ca"]
				[service_dependencies.trustchain]
				phase_0 = ["stoq_transport"]
				""";
		assertThat(refused(cycle).getMessage()).contains("for ever")
			.contains("stoq_transport (stoq) needs trustchain_ca (trustchain) needs stoq_transport (stoq)");
	}

	@Test
	void waitingForAnEarlierPhaseIsNoCycle() {
		String fine = ROADMAP + """
				[service_dependencies.stoq]
				phase_1 = ["trustchain_full"]
				[service_dependencies.trustchain]
				phase_0 = ["stoq_transport"]
				phase_1 = ["stoq_transport"]
				""";
		assertThat(parse(fine).table().dependencies().cycle()).isEmpty();
	}

	@Test
	void allMistakesAreNamedAtOnce() {
		assertThat(refused(ROADMAP.replace("traditional", "a").replace("hybrid", "b")).problems()).hasSize(2);
	}

	@Test
	void whateverAFileHoldsOnlyARefusalComesOut() {
		long seed = System.nanoTime();
		SplittableRandom random = new SplittableRandom(seed);
		for (int round = 0; round < 2_000; round++) {
			StringBuilder text = new StringBuilder(TestTables.shippedText());
			for (int edit = random.nextInt(1, 6); edit > 0; edit--) {
				int at = random.nextInt(Math.max(1, text.length() - 1));
				switch (random.nextInt(3)) {
					case 0 -> text.setCharAt(at, '"');
					case 1 -> text.insert(at, (char) random.nextInt(32, 127));
					default -> text.setLength(Math.max(2, at));
				}
			}
			try {
				parse(text.toString());
			}
			catch (InvalidTableException refused) {
				assertThat(refused.problems()).as("seed %d round %d", seed, round).isNotEmpty();
			}
			catch (RuntimeException other) {
				throw new AssertionError("seed " + seed + " round " + round + "\n" + text, other);
			}
		}
	}

	@Test
	void becomesACommonDocumentAndOnePerPhase() {
		List<Documents.Document> documents = Documents.of(parse(ROADMAP));
		assertThat(documents).extracting(Documents.Document::profile)
			.containsExactly(null, "phase-0", "phase-1", "phase-2", "phase-3");
		assertThat(documents.get(0).properties()).containsEntry("web3.phases.phase-1.dns-mode",
				new Documents.Property("hybrid", 11));
		assertThat(documents.get(0).properties()).containsEntry("web3.offers.hypermesh",
				new Documents.Property(true, 1));
		assertThat(documents.get(3).properties())
			.containsEntry("web3.phase.consensus-mode", new Documents.Property("recommended", 20))
			.containsEntry("web3.phase.number", new Documents.Property(2, 16));
	}

	@Test
	void anOfferThatNoPhaseNamesIsSaidNotToBeNamed() {
		String local = ROADMAP.replaceAll("dns_mode = \"\\w+\"", "dns_mode = \"traditional\"");
		assertThat(Documents.of(parse(local)).get(0).properties().get("web3.offers.hypermesh"))
			.isEqualTo(new Documents.Property(false, 1));
	}

	@Test
	void aFileThatIsTooLongIsNotRead() {
		assertThatExceptionOfType(InvalidTableException.class)
			.isThrownBy(() -> parse("#".repeat(BootstrapToml.MAX_CHARACTERS + 1)));
	}

	private static BootstrapToml parse(String text) {
		return BootstrapToml.parse("bootstrap.toml", text);
	}

	private static InvalidTableException refused(String text) {
		InvalidTableException refused = catchThrowableOfType(InvalidTableException.class, () -> parse(text));
		assertThat(refused).as("it was not refused").isNotNull();
		return refused;
	}

}
