package org.web3ecosystem.bootstrap.table;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.toml.BootstrapToml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TableInForceTests {

	private static final String GATES = """

			[gates]
			min_healthy = "2s"
			no_fallback_for = "45s"
			retreat_after = "6s"
			hysteresis_cap = "90s"
			total = "11m"
			""";

	private final PhaseTable shipped = TestTables.shipped();

	private final TableInForce table = new TableInForce(shipped);

	@Test
	void everyTimeButThatBetweenTwoLooksMayChange() {
		PhaseTable other = with("\"5m\"", "\"7m\"", GATES);
		assertThat(table.refusals(other)).isEmpty();
		table.follow(other);
		assertThat(table.now()).isEqualTo(other).isNotEqualTo(shipped);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			certificates  | phase_1.cert_mode would be lowered from trustchain to self_signed
			consensus     | phase_2.consensus_mode would be lowered from recommended to optional
			falcon        | phase_3.falcon would be lowered from required to optional
			more          | phase_2.cert_mode would be consensus_validated instead of trustchain
			names         | phase_1.dns_mode would be traditional instead of hybrid
			interval      | gates.interval would be another
			first         | phases.current_phase would be another
			nobody-waits  | service_dependencies would be another
			""")
	void whoSitsAndWhatIsRequiredStays(String change, String reason) {
		PhaseTable other = changed(change);
		assertThat(table.refusals(other)).singleElement().asString().startsWith(reason);
		assertThatIllegalArgumentException().isThrownBy(() -> table.follow(other)).withMessageStartingWith(reason);
		assertThat(table.now()).isSameAs(shipped);
	}

	/** Half of what somebody wrote is a table that nobody wrote. */
	@Test
	void aTableIsTakenWholeOrNotAtAll() {
		PhaseTable other = with("\"5m\"", "\"7m\"", "");
		PhaseTable both = new PhaseTable(0, changed("certificates").rows(), other.gates(), other.dependencies());
		assertThatIllegalArgumentException().isThrownBy(() -> table.follow(both));
		assertThat(table.now()).isSameAs(shipped);
	}

	private static PhaseTable with(String before, String after, String more) {
		String text = TestTables.shippedText().replaceAll("(?ms)^\\[gates]\\n.*?(?=^\\[|\\z)", "");
		return BootstrapToml.parse("bootstrap.toml", text.replace(before, after) + more).table();
	}

	private PhaseTable changed(String change) {
		return switch (change) {
			case "certificates" -> row(1, CertMode.SELF_SIGNED, null, null, null);
			case "consensus" -> row(2, null, ConsensusMode.OPTIONAL, null, null);
			case "falcon" -> row(3, null, null, FalconMode.OPTIONAL, null);
			case "more" -> row(2, CertMode.CONSENSUS_VALIDATED, null, null, null);
			case "names" -> row(1, null, null, null, DnsMode.TRADITIONAL);
			case "interval" -> {
				GateRules is = shipped.gates();
				yield new PhaseTable(
						0, shipped.rows(), new GateRules(is.minHealthy(), is.interval().plusMillis(1),
								is.noFallbackFor(), is.retreatAfter(), is.hysteresisCap(), is.total()),
						shipped.dependencies());
			}
			case "first" -> new PhaseTable(1, shipped.rows(), shipped.gates(), shipped.dependencies());
			default -> new PhaseTable(0, shipped.rows(), shipped.gates(), ServiceDependencies.NONE);
		};
	}

	private PhaseTable row(int phase, @Nullable CertMode certificates, @Nullable ConsensusMode consensus,
			@Nullable FalconMode falcon, @Nullable DnsMode names) {
		PhaseRow is = shipped.row(phase);
		List<PhaseRow> rows = new ArrayList<>(shipped.rows());
		rows.set(phase, new PhaseRow(phase, names == null ? is.dns() : names,
				certificates == null ? is.certificates() : certificates, consensus == null ? is.consensus() : consensus,
				falcon == null ? is.falcon() : falcon, is.deadline(), is.minDuration()));
		return new PhaseTable(0, rows, shipped.gates(), shipped.dependencies());
	}

}
