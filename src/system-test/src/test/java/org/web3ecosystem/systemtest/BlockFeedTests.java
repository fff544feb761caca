package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was executed is read block by block with {@code curl}, over the death of the node
 * it is read from: each height once, in order, and at all nodes the same.
 */
@SystemTest
class BlockFeedTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String BLOCKS = "/hypermesh/blocks";

	@Test
	void aReaderThatComesBackMissesNoBlockAndSeesNoneTwice() throws IOException {
		Peer.CURL.require();
		Path work = Scratch.directory(getClass());
		try (Processes federation = new Processes(work)) {
			federation.giveEveryNodeAnOperator();
			federation.start();
			federation.awaitPhase(3);
			TestNode read = federation.node(4);

			List<JsonNode> seen = new ArrayList<>();
			Path first = work.resolve("first.txt");
			try (Reader reader = new Reader(federation, read, first, BLOCKS + "?from=1", "")) {
				order(federation, "a", 5);
				awaitHeight(first, height(federation, federation.node(1)));
				federation.kill9(read);
				reader.awaitEnd();
			}
			seen.addAll(blocks(first));
			order(federation, "b", 10);
			federation.start(read);
			read.awaitPhase(3, PATIENCE);

			Path second = work.resolve("second.txt");
			try (Reader reader = new Reader(federation, read, second, BLOCKS,
					seen.getLast().path("height").asString())) {
				order(federation, "c", 5);
				awaitHeight(second, height(federation, federation.node(1)));
				assertThat(reader.isAlive()).isTrue();
			}
			seen.addAll(blocks(second));

			for (int i = 0; i < seen.size(); i++) {
				assertThat(seen.get(i).path("height").asLong()).isEqualTo(i + 1);
			}
			assertThat(Files.readString(second)).doesNotContain("event:gap");
			for (TestNode node : federation.nodes()) {
				assertThat(pages(federation, node, seen.size())).as("blocks at " + node).isEqualTo(seen);
			}
			assertThat(Operator.anonymous(federation.root()).get(read.https(BLOCKS + "?from=999999")).body())
				.contains("\"blocks\":[]");
		}
	}

	private static void order(Processes federation, String name, int times) {
		for (int i = 0; i < times; i++) {
			assertThat(FederationContract.register(federation, name + i).statusCode()).isIn(200, 201, 202);
		}
	}

	private static long height(Processes federation, TestNode node) {
		return FederationContract.json(Operator.anonymous(federation.root()).get(node.https(BLOCKS)).body())
			.path("last")
			.asLong();
	}

	private static void awaitHeight(Path file, long height) {
		Awaitility.await("height " + height + " in " + file)
			.atMost(PATIENCE)
			.until(() -> blocks(file).stream().anyMatch(block -> block.path("height").asLong() >= height));
	}

	/** All whole events of that name, the last one may be half. */
	private static List<JsonNode> blocks(Path file) throws IOException {
		List<JsonNode> blocks = new ArrayList<>();
		String text = Files.exists(file) ? Files.readString(file) : "";
		for (String event : text.substring(0, Math.max(0, text.lastIndexOf("\n\n"))).split("\n\n")) {
			if (event.contains("event:block")) {
				String data = event.substring(event.indexOf("data:") + "data:".length());
				JsonNode block = FederationContract.json(data.lines().findFirst().orElseThrow());
				assertThat(event).contains("id:" + block.path("height").asLong());
				blocks.add(block);
			}
		}
		return blocks;
	}

	private static List<JsonNode> pages(Processes federation, TestNode node, int upTo) {
		Operator reader = Operator.anonymous(federation.root());
		TreeMap<Long, JsonNode> blocks = new TreeMap<>();
		Awaitility.await(node + " has " + upTo)
			.atMost(PATIENCE)
			.ignoreExceptionsInstanceOf(UncheckedIOException.class)
			.until(() -> {
				FederationContract.json(reader.get(node.https(BLOCKS + "?limit=50&from=" + (blocks.size() + 1))).body())
					.path("blocks")
					.values()
					.forEach(block -> blocks.put(block.path("height").asLong(), block));
				return blocks.size() >= upTo;
			});
		return blocks.headMap(upTo + 1L).values().stream().toList();
	}

	/** A curl that reads until it is killed. */
	private static final class Reader implements AutoCloseable {

		private final Process process;

		Reader(Processes federation, TestNode node, Path file, String path, String lastEventId) throws IOException {
			List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--no-buffer", "--fail",
					"--cacert", federation.root().toString(), "--header", "Accept: text/event-stream"));
			if (!lastEventId.isEmpty()) {
				command.addAll(List.of("--header", "Last-Event-ID: " + lastEventId));
			}
			command.add(node.https(path).toString());
			process = new ProcessBuilder(command).redirectOutput(file.toFile())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
		}

		boolean isAlive() {
			return process.isAlive();
		}

		void awaitEnd() {
			Awaitility.await("curl ends").atMost(PATIENCE).until(() -> !process.isAlive());
		}

		@Override
		public void close() {
			process.destroyForcibly();
		}

	}

}
