package org.web3ecosystem.systemtest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests by curl on the machine of a node, as its operator: that needs no way to the
 * node from here.
 */
record Beside(Processes federation) {

	/** Until these nodes have a certificate for their operators. */
	void awaitOperators(List<TestNode> nodes) {
		for (TestNode node : nodes) {
			Path certificate = node.home().resolve("operator/operator.pem");
			Awaitility.await(certificate.toString())
				.atMost(TestFederation.PATIENCE)
				.until(() -> Files.exists(certificate));
		}
	}

	/** The status that a node's own operator gets for registering an asset. */
	String write(TestNode node, String id) {
		return status(node, "/hypermesh/assets", "-H", "Content-Type: application/json", "-d",
				"{\"id\":\"" + id + "\",\"kind\":\"storage\"}");
	}

	/**
	 * Writes until that is decided: on a busy machine it may not be in time, and may be
	 * nevertheless.
	 */
	void awaitWritten(TestNode node, String id) {
		Awaitility.await(id + " written at " + node)
			.atMost(TestFederation.PATIENCE)
			.until(() -> write(node, id).equals("201") || status(node, "/hypermesh/assets/" + id).equals("200"));
	}

	/** Has a write wait where it cannot be decided now; where it is looked after. */
	String queue(TestNode node, String id) {
		String head = curl(node, "/hypermesh/assets",
				List.of("-o", "/dev/null", "-D", "-", "-H", "Content-Type: application/json", "-H",
						"Prefer: respond-async, wait=1", "-d", "{\"id\":\"" + id + "\",\"kind\":\"storage\"}"))
			.out();
		assertThat(head).as("%s at %s", id, node).containsPattern("^HTTP/[0-9.]+ 202");
		assertThat(header(head, "Preference-Applied")).hasValue("respond-async");
		return header(head, "Location").orElseThrow();
	}

	/** As of when a node reads; "none" if it does not say. */
	String standpoint(TestNode node) {
		String head = curl(node, "/hypermesh/assets", List.of("-o", "/dev/null", "-D", "-")).out();
		return header(head, "Web3-Ledger").orElse("none");
	}

	private static Optional<String> header(String head, String name) {
		return head.lines()
			.filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map(line -> line.substring(name.length() + 1).strip())
			.findFirst();
	}

	void awaitAsset(TestNode node, String id) {
		Awaitility.await(id + " at " + node)
			.atMost(TestFederation.PATIENCE)
			.until(() -> status(node, "/hypermesh/assets/" + id).equals("200"));
	}

	/** The status of an answer, 000 without one. */
	String status(TestNode node, String path, String... more) {
		List<String> options = new ArrayList<>(List.of("-o", "/dev/null", "-w", "%{http_code}"));
		options.addAll(List.of(more));
		return curl(node, path, options).out();
	}

	/** The body of an answer. */
	String body(TestNode node, String path) {
		return curl(node, path, List.of()).out();
	}

	private Program curl(TestNode node, String path, List<String> options) {
		Path operator = node.home().resolve("operator");
		List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "40", "--connect-to",
				"localhost::" + node.http("").getHost() + ":", "--cacert", federation.root().toString(), "--cert",
				operator.resolve("operator.pem").toString(), "--key", operator.resolve("operator.key").toString()));
		command.addAll(options);
		command.add(node.https(path).toString());
		return federation.beside(node, command.toArray(String[]::new));
	}

}
