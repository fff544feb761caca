package org.web3ecosystem.systemtest;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;

/** Operators of validators who agree with another roster, and what each node sees. */
final class RosterChanges {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final String JSON = "application/json";

	private static final int CREATED = 201;

	private static final int OK = 200;

	private final Processes federation;

	RosterChanges(Processes federation) {
		this.federation = federation;
	}

	/** Asks as the operator of the first, and agrees as those of {@code others}. */
	void agree(String change, List<TestNode> others) {
		TestNode first = federation.node(1);
		String proposal = Awaitility.await("'" + change + "' is proposed").atMost(PATIENCE).until(() -> {
			HttpResponse<String> answer = operator(first).post(first.https("/hypermesh/validators/proposals"), JSON,
					"{\"changes\":[\"" + change + "\"]}");
			return answer.statusCode() == CREATED
					? FederationContract.json(answer.body()).path("transaction").asString() : "";
		}, id -> !id.isEmpty());
		for (TestNode node : others) {
			Awaitility.await(node + " agrees with '" + change + "'")
				.atMost(PATIENCE)
				.until(() -> operator(node)
					.put(node.https("/hypermesh/validators/proposals/" + proposal + "/approval"), JSON, new byte[0])
					.statusCode() == OK);
		}
	}

	void awaitEpoch(long epoch, List<TestNode> nodes) {
		for (TestNode node : nodes) {
			Awaitility.await(node + " is in epoch " + epoch)
				.atMost(PATIENCE)
				.ignoreExceptionsInstanceOf(UncheckedIOException.class)
				.until(() -> standing(node).path("epoch").asLong(-1) == epoch);
		}
	}

	JsonNode standing(TestNode node) {
		return FederationContract.json(operator(node).get(node.https("/hypermesh/validators")).body());
	}

	private Operator operator(TestNode node) {
		return Operator.of(federation.root(), node.home());
	}

}
