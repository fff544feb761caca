package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.OneProcess;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.SteadyClient;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The walk, step by step, with the real components. A table of the federation's own makes
 * each phase last long enough to be looked at.
 */
@SystemTest
class BootstrapSequenceTests {

	private static final List<String> CERTIFICATES = List.of("trustchain", "previous-valid");

	@Test
	void phase0ThenPhase1ThenPhase2ThenPhase3() throws IOException {
		Path directory = Scratch.directory(getClass());
		Files.writeString(directory.resolve("bootstrap.toml"), slowTable());
		try (OneProcess federation = new OneProcess(directory)) {
			federation.start();
			TestNode node = federation.node(2);

			JsonNode first = seeing(node, 0);
			assertThat(offers(first, "certificates")).containsExactly("self-signed", "trustchain");
			assertThat(offers(first, "discovery")).containsExactly("traditional");
			assertThat(offers(first, "consensus")).isEmpty();
			assertThat(marks(first)).isEqualTo("self_signed none false");
			assertThat(identity(first)).isEqualTo("self-signed");
			answersOutsiders(federation, node);
			assertThat(FederationContract.state(node).path("phase").asInt()).isZero();

			JsonNode second = seeing(node, 1);
			SteadyClient client = SteadyClient.of(node, federation.root(), FederationContract.ZONE);
			assertThat(offers(second, "certificates")).isEqualTo(CERTIFICATES);
			assertThat(offers(second, "discovery")).containsExactly("traditional", "hypermesh");
			assertThat(offers(second, "consensus")).containsExactly("observe");
			assertThat(marks(second)).isEqualTo("trustchain optional true");
			assertThat(identity(second)).isEqualTo("issued");
			answersOutsiders(federation, node);

			JsonNode third = seeing(node, 2);
			assertThat(offers(third, "certificates")).isEqualTo(CERTIFICATES);
			assertThat(offers(third, "discovery")).containsExactly("hypermesh", "traditional");
			assertThat(offers(third, "consensus")).containsExactly("quorum");
			assertThat(marks(third)).isEqualTo("trustchain recommended true");
			answersOutsiders(federation, node);

			JsonNode last = node.awaitPhase(3, TestFederation.PATIENCE);
			assertThat(offers(last, "certificates")).containsExactly("consensus-validated", "previous-valid");
			assertThat(offers(last, "discovery")).containsExactly("hypermesh");
			assertThat(offers(last, "consensus")).containsExactly("mandatory");
			assertThat(marks(last)).isEqualTo("consensus_validated mandatory true");
			assertThat(identity(last)).isEqualTo("issued");
			answersOutsiders(federation, node);

			client.close();
			noteSwitches(node, last, client);
			assertThat(node.walk()).filteredOn(phase -> phase >= 0).containsExactly(0, 1, 2, 3);
		}
	}

	/** The node in {@code phase}, its gate to the next one open and not yet passed. */
	private static JsonNode seeing(TestNode node, int phase) {
		return node.await("in phase " + phase + " with an open gate to the next", TestFederation.PATIENCE, state -> {
			assertThat(state.path("phase").asInt()).as("the phase that comes next").isLessThanOrEqualTo(phase);
			return state.path("phase").asInt() == phase && isOpen(state, phase + 1);
		});
	}

	private static boolean isOpen(JsonNode state, int to) {
		List<JsonNode> gate = state.path("gates")
			.values()
			.stream()
			.filter(item -> item.path("to").asString().equals(Integer.toString(to)))
			.toList();
		return gate.size() == 3 && gate.stream().allMatch(item -> item.path("status").asString().equals("UP"));
	}

	/**
	 * In every phase names and certificates are such that other people's programs accept
	 * them.
	 */
	private static void answersOutsiders(TestFederation federation, TestNode node) {
		Awaitility.await("dig and openssl at " + node).atMost(FederationContract.PATIENCE).untilAsserted(() -> {
			assertThat(Peer.DIG
				.run("@127.0.0.1", "-p", Integer.toString(node.ports().dns()), "+short",
						"_stoq._udp." + FederationContract.ZONE, "SRV")
				.successfully()
				.lines()).hasSize(4);
			assertThat(Peer.OPENSSL
				.run("s_client", "-connect", "localhost:" + node.ports().https(), "-CAfile",
						federation.root().toString(), "-verify_return_error", "-verify_hostname", "localhost")
				.out()).contains("Verify return code: 0 (ok)");
		});
	}

	/**
	 * A switch takes from the decision, which is when the phase begins, to the line that
	 * says it is done.
	 */
	private static void noteSwitches(TestNode node, JsonNode state, SteadyClient client) throws IOException {
		Figures.note("requests over HTTP, HTTPS and DNS from phase 1 to 3",
				client.asked() + ", " + client.failures().size() + " failed", "0 failed");
		client.failures().forEach(failure -> Figures.note("a request that failed", failure));
		List<String> log = Files.readAllLines(node.log());
		for (int phase = 1; phase <= 3; phase++) {
			Instant begun = Instant.parse(state.path("phases").path(phase).path("enteredAt").asString());
			String name = "phase " + phase;
			String done = "phase=" + phase + " complete=false ";
			log.stream()
				.filter(line -> line.contains(done) && line.contains("kind=ADVANCE"))
				.reduce((earlier, later) -> later)
				.map(line -> Duration.between(begun, Instant.parse(line.substring(0, line.indexOf(' ')))))
				.ifPresent(took -> Figures.note("switch to " + name, took.toMillis() + " ms", "≤ 50 ms"));
		}
	}

	private static List<String> offers(JsonNode state, String seat) {
		return state.path("seats")
			.path(seat)
			.path("offers")
			.values()
			.stream()
			.map(offer -> offer.path("offer").asString())
			.toList();
	}

	private static String marks(JsonNode state) {
		JsonNode marks = state.path("marks");
		return marks.path("certMode").asString() + " " + marks.path("consensusMode").asString() + " "
				+ marks.path("selfSignedRefused").asBoolean();
	}

	/** What the transport shows its peers. */
	private static String identity(JsonNode state) {
		return state.path("components")
			.values()
			.stream()
			.filter(component -> component.path("name").asString().equals("stoq"))
			.map(component -> component.path("details").path("identity").asString())
			.findFirst()
			.orElse("");
	}

	private static String slowTable() {
		String phase = "min_duration = \"12s\"\ndeadline = \"5m\"\n\n";
		return "[phases]\ncurrent_phase = 0\n\n" + """
				[phase_0]
				dns_mode = "traditional"
				cert_mode = "self_signed"
				consensus = false
				""" + phase + """
				[phase_1]
				dns_mode = "hybrid"
				cert_mode = "trustchain"
				consensus = true
				consensus_mode = "optional"
				""" + phase + """
				[phase_2]
				dns_mode = "federated_primary"
				cert_mode = "trustchain"
				consensus = true
				consensus_mode = "recommended"
				""" + phase + """
				[phase_3]
				dns_mode = "federated_only"
				cert_mode = "consensus_validated"
				consensus = true
				consensus_mode = "mandatory"

				[gates]
				min_healthy = "4s"
				""";
	}

}
