package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands of the guide's runbooks, as they stand there, one after the other. */
@SystemTest
class RunbookTests {

	private static final Duration PATIENCE = Duration.ofMinutes(6);

	private static final Pattern BLOCK = Pattern.compile("```\n(.*?)```", Pattern.DOTALL);

	private static final String NODE = "platform node --web3.node.home=data/four/node5 ";

	private Processes federation;

	private TestNode fifth;

	private String settled;

	@Test
	void aValidatorIsReplacedTheOldOneTakenOutAndAKeyReplaced() throws IOException {
		String guide = Files
			.readString(Path.of(System.getProperty("web3.root"), "src", "docs", "guide", "runbooks.md"));
		try (Processes four = new Processes(Scratch.directory(getClass()))) {
			federation = four;
			four.giveEveryNodeAnOperator();
			four.start();
			four.awaitPhase(3);
			List<String> blocks = blocks(guide);
			settled = blocks.getFirst();
			RosterChanges changes = new RosterChanges(four);
			JsonNode before = changes.standing(four.node(1));

			blocks.subList(1, blocks.size()).forEach(this::run);

			JsonNode after = changes.standing(four.node(1));
			JsonNode counts = after.has("next") ? after.path("next") : after;
			assertThat(names(before)).containsExactly("node1", "node2", "node3", "node4");
			assertThat(names(counts)).containsExactly("node1", "node2", "node3", "node5");
			assertThat(counts.path("epoch").asLong()).as("in, its weight, out, the key").isEqualTo(4);
		}
	}

	private static List<String> blocks(String guide) {
		List<String> blocks = new ArrayList<>();
		Matcher matcher = BLOCK.matcher(guide);
		while (matcher.find()) {
			blocks.add(matcher.group(1));
		}
		return blocks;
	}

	/** What goes on in a terminal of its own is a process of the federation. */
	private void run(String block) {
		if (block.startsWith(NODE)) {
			federation.start(fifth);
			return;
		}
		String script = "set -eu\nplatform() { " + platform() + " \"$@\"; }\n" + here(settled) + here(block);
		Program.run(List.of("bash", "-c", script), federation.directory().getParent(), Map.of(), PATIENCE)
			.successfully();
		if (fifth == null && block.contains("platform join")) {
			fifth = federation.joined("node5", federation.directory().resolve("node5"), 5);
		}
	}

	private String here(String block) {
		return block.replace("data/four", federation.directory().toString())
			.replace("--port-offset=400", "--port-offset=" + (federation.ports().offset() + 400));
	}

	private static String platform() {
		return Platform.quick(320, List.of()).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
	}

	private static List<String> names(JsonNode roster) {
		return roster.path("validators").valueStream().map(member -> member.path("name").asString()).sorted().toList();
	}

}
