package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.NameLoad;
import org.web3ecosystem.systemtest.harness.NameLoad.Question;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.OutsideResolver;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes walk from phase 0 to phase 3. All the while every name of the genesis
 * document is asked for at every server, at a steady rate, and every question has to be
 * answered rightly.
 */
@SystemTest
class MigrationTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final int PER_SECOND = 50;

	private static final String LOOKED_UP = "0 [" + OutsideResolver.ADDRESS + "]";

	private static final String REFUSED = "5 []";

	private static final String FAILED = "2 []";

	/** Somebody else's name: in phase 3 nobody is asked for it any more. */
	private static final Question OUTSIDE = new Question("www.example.com", NameLoad.A, Set.of(LOOKED_UP, REFUSED));

	/** A name that the operator of the first node has in a zone file. */
	private static final Question PRINTER = new Question("printer." + FederationContract.ZONE, NameLoad.A,
			Set.of("0 [192.0.2.77]"));

	@Test
	void everyNameIsAnsweredWhileNamesComeIntoTheLedger() {
		List<NameLoad> loads = new ArrayList<>();
		try (Processes federation = new Processes(Scratch.directory(getClass()))) {
			List<TestNode> early = federation.nodes().subList(0, 3);
			TestNode late = federation.node(4);
			early.forEach(federation::start);
			early.forEach(node -> loads.add(NameLoad.at(node, PER_SECOND, own(federation))));
			early.forEach(node -> node.awaitPhase(3, PATIENCE));
			Operator operator = Operator.of(federation.root(), federation.node(1).home());
			JsonNode before = migration(operator, federation.node(1));
			assertThat(before.path("names").asInt()).isEqualTo(4);
			assertThat(before.path("confirmed").asInt()).isEqualTo(3);
			assertThat(before.path("waiting").toString()).contains(late.name());

			federation.start(late);
			loads.add(NameLoad.at(late, PER_SECOND, own(federation)));
			late.awaitPhase(3, PATIENCE);
			Awaitility.await("all names are in the ledger")
				.atMost(PATIENCE)
				.until(() -> migration(operator, federation.node(1)).path("done").asBoolean());
			loads.forEach(NameLoad::close);

			assertThat(loads).hasSize(4).allSatisfy(load -> {
				assertThat(load.troubles()).as("%s", load).isEmpty();
				assertThat(load.asked()).as("%s", load).isPositive();
			});
			Figures.note("three processes and a late one: names asked while they walked",
					loads.stream().mapToLong(NameLoad::asked).sum() + ", each answered rightly");
		}
		finally {
			loads.forEach(NameLoad::close);
		}
	}

	@Test
	void everyQuestionIsAnsweredFromPhase0ToPhase3() throws IOException {
		Path directory = Scratch.directory(getClass());
		Files.writeString(directory.resolve("bootstrap.toml"), unhurried());
		List<NameLoad> loads = new ArrayList<>();
		try (OutsideResolver resolver = new OutsideResolver(); Processes federation = new Processes(directory)) {
			List<Question> questions = new ArrayList<>(own(federation));
			questions.add(OUTSIDE);
			federation.nodes()
				.forEach(node -> federation.set(node, "--web3.bootstrap.dns.resolvers=" + resolver.address(),
						"--web3.trustchain.dns.forwarding=127.0.0.0/8"));
			TestNode first = federation.node(1);
			Path zone = Files.writeString(directory.resolve("names.zone"), "$TTL 60\nprinter A 192.0.2.77\n");
			federation.set(first, "--web3.bootstrap.dns.resolvers=" + resolver.address(),
					"--web3.trustchain.dns.forwarding=127.0.0.0/8", "--web3.bootstrap.dns.zone-file=" + zone);
			federation.start();
			federation.nodes().forEach(node -> loads.add(NameLoad.at(node, PER_SECOND, questions)));
			loads.add(NameLoad.at(first, PER_SECOND, List.of(PRINTER, OUTSIDE)));
			whileOneAsksForWhatNobodyServes(first, () -> federation.awaitPhase(3));
			JsonNode migration = migration(Operator.of(federation.root(), first.home()), first);
			assertThat(migration.path("names").asInt()).isEqualTo(5);
			assertThat(migration.path("waiting").toString()).doesNotContain("printer");
			federation.nodes().forEach(node -> loads.add(NameLoad.at(node, PER_SECOND, List.of(PRINTER, OUTSIDE))));
			long before = resolver.asked();
			assertThat(before).as("questions to the operator's resolver on the way").isPositive();
			Awaitility.await("questions in phase 3")
				.atMost(PATIENCE)
				.until(() -> loads.stream().allMatch(load -> load.answeredIn().getOrDefault(3, 0L) > PER_SECOND));
			loads.forEach(NameLoad::close);

			assertThat(resolver.asked()).as("in phase 3 nobody outside is asked").isEqualTo(before);
			assertThat(loads).allSatisfy(load -> assertThat(load.troubles()).as("%s", load).isEmpty());
			assertThat(loads.subList(0, 5)).allSatisfy(load -> {
				assertThat(load.answers(OUTSIDE)).as("%s", load).containsOnlyKeys(LOOKED_UP, REFUSED);
				for (int phase = 0; phase <= 3; phase++) {
					assertThat(load.answeredIn().getOrDefault(phase, 0L)).as("%s", load).isPositive();
				}
			});
			Figures.note("four processes from phase 0 to phase 3: names asked",
					loads.stream().mapToLong(NameLoad::asked).sum() + ", each answered rightly");
		}
		finally {
			loads.forEach(NameLoad::close);
		}
	}

	/** Names that are not asked for twice, so that nothing is known of any. */
	private static List<Question> each(String zone, Set<String> right) {
		return IntStream.range(0, 2000).mapToObj(i -> new Question("n" + i + "." + zone, NameLoad.A, right)).toList();
	}

	private static void whileOneAsksForWhatNobodyServes(TestNode server, Runnable walk) {
		List<Question> others = each("example.org", Set.of(LOOKED_UP, FAILED, REFUSED));
		NameLoad dead = NameLoad.at(server, 5, each(OutsideResolver.DEAD, Set.of(FAILED, REFUSED)));
		NameLoad good = NameLoad.at(server, 5, others);
		try {
			walk.run();
		}
		finally {
			dead.close();
			good.close();
		}
		assertThat(dead.asked()).as("%s", dead).isPositive();
		assertNotCutOff(good, others);
	}

	/** Of a busy machine a few may fail; of a resolver that is left alone most would. */
	private static void assertNotCutOff(NameLoad load, List<Question> questions) {
		Map<String, Long> answers = new TreeMap<>();
		questions
			.forEach(question -> load.answers(question).forEach((answer, n) -> answers.merge(answer, n, Long::sum)));
		assertThat(answers.getOrDefault(LOOKED_UP, 0L)).as("%s", answers)
			.isGreaterThan(20)
			.isGreaterThan(10 * answers.getOrDefault(FAILED, 0L));
		Figures.note("names of others while a client asks for those that nobody serves", answers.toString());
	}

	/** The federation's own names, which are the same in every phase. */
	private static List<Question> own(TestFederation federation) {
		List<Question> questions = new ArrayList<>();
		for (TestNode node : federation.nodes()) {
			questions.add(new Question(node.name() + ".node." + FederationContract.ZONE, NameLoad.A,
					Set.of("0 [127.0.0.1]")));
		}
		List<String> ports = federation.nodes()
			.stream()
			.map(node -> Integer.toString(node.ports().stoq()))
			.sorted()
			.toList();
		questions.add(new Question("_stoq._udp." + FederationContract.ZONE, NameLoad.SRV, Set.of("0 " + ports)));
		return questions;
	}

	private static JsonNode migration(Operator operator, TestNode node) {
		return new JsonMapper().readTree(operator.get(node.https("/actuator/dns")).body()).path("migration");
	}

	/** The table as it is shipped, but each phase lasts long enough to be asked in. */
	private static String unhurried() {
		String phase = "min_duration = \"4s\"\ndeadline = \"5m\"\n\n";
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
				""";
	}

}
