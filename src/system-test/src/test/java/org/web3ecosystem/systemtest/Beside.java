package org.web3ecosystem.systemtest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Program;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;

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
