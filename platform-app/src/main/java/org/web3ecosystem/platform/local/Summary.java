package org.web3ecosystem.platform.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.spi.genesis.Endpoints;

/** What is said when every node is in phase 3: where things are and what to try. */
final class Summary {

	private Summary() {
	}

	static List<String> lines(FederationDirectory directory, Walk walk) {
		List<String> lines = new ArrayList<>();
		lines.add("");
		lines.add("federation in phase 3 after " + Board.seconds(walk.elapsed()) + "; complete waits for "
				+ (walk.completeWaitsFor().isEmpty() ? "nothing" : "this:"));
		walk.completeWaitsFor().forEach(row -> lines.add("  " + row.criterion() + ": " + brief(row.reason())));
		lines.add("");
		directory.validators()
			.forEach(validator -> lines.add("  " + validator.name() + "  http://127.0.0.1:"
					+ validator.endpoints().http() + "  https://localhost:" + validator.endpoints().https()));
		lines.add("");
		lines.add("try:");
		commands(directory).forEach(command -> lines.add("  " + command));
		lines.add("");
		return lines;
	}

	/** Without saying of each feature again that it is not built. */
	static String brief(String reason) {
		String brief = reason.replaceAll("([a-z]+ [a-z0-9-]+): not built yet", "$1");
		return brief.equals(reason) ? reason
				: brief.replaceFirst("^[a-z0-9-]+: ", "not built yet: ").replace("; ", ", ");
	}

	private static List<String> commands(FederationDirectory directory) {
		Endpoints first = directory.validators().getFirst().endpoints();
		Path root = directory.path().resolve("root.pem");
		Path operator = directory.home(directory.validators().getFirst()).resolve("operator");
		String zone = directory.genesis().genesis().zone();
		return List.of("curl -s http://127.0.0.1:" + first.http() + "/actuator/bootstrap",
				"dig @127.0.0.1 -p " + first.dns() + " _stoq._udp." + zone + " SRV",
				"curl --cacert " + root + " https://localhost:" + first.https() + "/hypermesh/assets",
				"curl --cacert " + root + " --cert " + operator.resolve("operator.pem") + " --key "
						+ operator.resolve("operator.key")
						+ " -H 'Content-Type: application/json' -d '{\"id\":\"printer\",\"kind\":\"service\"}' https://localhost:"
						+ first.https() + "/hypermesh/assets",
				"openssl s_client -connect localhost:" + first.https() + " -CAfile " + root
						+ " -verify_return_error </dev/null");
	}

}
