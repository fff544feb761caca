package org.web3ecosystem.platform.command;

import java.util.List;
import java.util.Set;

/** Reads the commands that the pods of the chart are started with. */
final class ClusterCommands {

	private static final String NAME = "[a-z]([a-z0-9-]{0,50}[a-z0-9])?";

	private ClusterCommands() {
	}

	static Command parse(List<String> arguments) {
		List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
		return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
			case "found" -> found(rest);
			case "move-in" -> moveIn(rest);
			default -> throw new UsageException("kubernetes has two verbs: kubernetes found and kubernetes move-in");
		};
	}

	private static Command found(List<String> arguments) {
		Options options = new Options("kubernetes found", arguments,
				Set.of("name=", "validators=", "federation=", "zone=", "hosts=", "passphrase-file="), false);
		options.required("hosts");
		return new Command.FoundInCluster(name(options, "name"), CommandLine.init(options));
	}

	private static Command moveIn(List<String> arguments) {
		Options options = new Options("kubernetes move-in", arguments, Set.of("pod=", "home="), false);
		return new Command.MoveIn(name(options, "pod"), CommandLine.path(options.required("home")));
	}

	private static String name(Options options, String option) {
		String name = options.required(option);
		if (!name.matches(NAME)) {
			throw new UsageException("--" + option + " is a name of Kubernetes, not '" + name + "'");
		}
		return name;
	}

}
