package org.web3ecosystem.platform.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the commands that take data out of a federation and put it back. */
final class KeepingCommands {

	private KeepingCommands() {
	}

	static Command backup(List<String> arguments) {
		Options options = new Options("backup", arguments, Set.of("home=", "dir=", "to=", "passphrase-file="), false);
		return new Command.Backup(
				place(options).orElseThrow(
						() -> new UsageException("backup needs --home=… of a node or --dir=… of a federation")),
				CommandLine.path(options.required("to")), passphraseFile(options));
	}

	static Command restore(List<String> arguments) {
		Options options = new Options("restore", arguments,
				Set.of("from=", "home=", "dir=", "node=", "passphrase-file=", "every-node", "new-logs", "verify"),
				false);
		Optional<Command.Place> place = place(options);
		if (place.isPresent() == options.flag("verify")) {
			throw new UsageException("restore needs one of --home=…, --dir=… and --verify");
		}
		Optional<String> node = options.text("node");
		if (node.isPresent() && place.filter(to -> !to.federation()).isEmpty()) {
			throw new UsageException("--node goes with --home: that node's home is put there");
		}
		return new Command.Restore(CommandLine.path(options.required("from")), place, node, passphraseFile(options),
				options.flag("every-node"), options.flag("new-logs"));
	}

	static Command export(List<String> arguments) {
		Options options = new Options("export", arguments, Set.of("home=", "to="), false);
		return new Command.Export(CommandLine.path(options.required("home")), CommandLine.path(options.required("to")));
	}

	static Command verifyExport(List<String> arguments) {
		Options options = new Options("verify-export", arguments, Set.of("file=", "genesis="), false);
		return new Command.VerifyExport(CommandLine.path(options.required("file")),
				CommandLine.path(options.required("genesis")));
	}

	private static Optional<Command.Place> place(Options options) {
		Optional<Path> home = options.text("home").map(CommandLine::path);
		Optional<Path> directory = options.text("dir").map(CommandLine::path);
		if (home.isPresent() && directory.isPresent()) {
			throw new UsageException("give --home (one node) or --dir (a whole federation), not both");
		}
		return home.map(path -> new Command.Place(path, false))
			.or(() -> directory.map(path -> new Command.Place(path, true)));
	}

	private static Optional<Path> passphraseFile(Options options) {
		return options.text("passphrase-file").map(CommandLine::path);
	}

}
