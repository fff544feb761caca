package org.web3ecosystem.platform.command;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.web3ecosystem.spi.genesis.Genesis;

/** Reads the command line. Asks nothing of the machine. */
public final class CommandLine {

	/** The largest offset that leaves every port of a hundred validators a port. */
	static final int MAX_PORT_OFFSET = 40_000;

	private static final String ZONE = "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

	private static final String LOCALHOST = "localhost";

	private static final int BASE_HTTP = 8080;

	private static final int COMPLETE = 4;

	/** On the same host as four validators. */
	private static final int FIFTH_NODE = 400;

	private CommandLine() {
	}

	/**
	 * What the arguments ask for.
	 * @throws UsageException if they cannot be read
	 */
	public static Command parse(String... arguments) {
		List<String> all = Arrays.asList(arguments);
		if (all.contains("--help") || all.contains("-h")) {
			return new Command.Help();
		}
		if (all.isEmpty() || all.getFirst().startsWith("-")) {
			return asksForNode(all) ? new Command.RunNode(all) : local(all);
		}
		List<String> rest = all.subList(1, all.size());
		return switch (all.getFirst()) {
			case "local" -> local(rest);
			case "node" ->
				new Command.RunNode(Stream.concat(Stream.of("--spring.profiles.active=node"), rest.stream()).toList());
			case "init" -> init(rest);
			case "status" -> status(rest);
			case "check" -> check(rest);
			case "token" -> token(rest);
			case "join" -> join(rest);
			case "reset" -> reset(rest);
			case "backup" -> KeepingCommands.backup(rest);
			case "restore" -> KeepingCommands.restore(rest);
			case "export" -> KeepingCommands.export(rest);
			case "verify-export" -> KeepingCommands.verifyExport(rest);
			case "kubernetes" -> ClusterCommands.parse(rest);
			case "key" -> key(rest);
			case String noun when ActionLine.NOUNS.contains(noun) -> ActionLine.parse(noun, rest);
			case "version" -> withoutOptions(new Command.Version(), "version", rest);
			case "help" -> new Command.Help();
			default -> throw new UsageException("there is no command '" + all.getFirst() + "'");
		};
	}

	private static boolean asksForNode(List<String> arguments) {
		return arguments.stream()
			.filter(argument -> argument.startsWith("--spring.profiles.active="))
			.flatMap(argument -> Stream.of(argument.substring(argument.indexOf('=') + 1).split(",")))
			.anyMatch("node"::equals)
				|| arguments.stream().anyMatch(argument -> argument.startsWith("--web3.node.home="));
	}

	private static Command local(List<String> arguments) {
		Options options = new Options("local", arguments, Set.of("fresh", "dir=", "port-offset="), true);
		return new Command.Local(
				path(options.text("dir").or(() -> setting(options, "web3.local.dir")).orElse("data/local")),
				options.flag("fresh"), portOffset(options), options.settings());
	}

	private static Optional<String> setting(Options options, String name) {
		String prefix = "--" + name + "=";
		return options.settings()
			.stream()
			.filter(setting -> setting.startsWith(prefix))
			.map(setting -> setting.substring(prefix.length()))
			.findFirst();
	}

	private static Command init(List<String> arguments) {
		return init(new Options("init", arguments, Set.of("validators=", "federation=", "zone=", "dir=", "host=",
				"hosts=", "port-offset=", "passphrase-file="), false));
	}

	/** What a federation is to be, wherever it is founded. */
	static Command.Init init(Options options) {
		String federation = options.text("federation").orElse("local");
		if (!federation.matches("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")) {
			throw new UsageException(
					"--federation is lower-case letters, digits and hyphens, not '" + federation + "'");
		}
		String zone = options.text("zone").orElse(federation + ".internal");
		if (!zone.matches(ZONE) || zone.length() > Genesis.MAX_ZONE) {
			throw new UsageException("--zone is a DNS name in lower case such as example.internal: labels of letters, "
					+ "digits and hyphens, the last one not a number, " + Genesis.MAX_ZONE
					+ " characters at most, not '" + zone + "'");
		}
		int validators = options.number("validators", 4, 1, 100);
		return new Command.Init(path(options.text("dir").orElse("data/" + federation)), federation, zone, validators,
				hosts(options, validators), portOffset(options),
				options.text("passphrase-file").map(CommandLine::path));
	}

	private static List<String> hosts(Options options, int validators) {
		Optional<String> each = options.text("hosts");
		Optional<String> one = options.text("host");
		if (each.isPresent() && one.isPresent()) {
			throw new UsageException("give --host (all nodes on one host) or --hosts (one each), not both");
		}
		List<String> hosts = List.of(each.or(() -> one).orElse(LOCALHOST).split(",", -1));
		if (each.isPresent() && hosts.size() != validators) {
			throw new UsageException("--hosts names " + hosts.size() + " hosts for " + validators + " validators");
		}
		if (one.isPresent() && hosts.size() != 1) {
			throw new UsageException("--host is one host; for several use --hosts");
		}
		return hosts;
	}

	private static Command status(List<String> arguments) {
		Options options = new Options("status", arguments,
				Set.of("url=", "home=", "port-offset=", "wait", "for=", "timeout=", "output=", "json"), false);
		return new Command.Status(url(options), options.text("home").map(CommandLine::path), options.flag("wait"),
				goal(options.text("for").orElse("phase=3")), options.duration("timeout", Duration.ofSeconds(60)),
				options.json() || options.flag("json"));
	}

	private static URI url(Options options) {
		String text = options.text("url").orElse("http://127.0.0.1:" + (BASE_HTTP + portOffset(options)));
		if (!text.matches("https?://[A-Za-z0-9.:\\[\\]-]+/?")) {
			throw new UsageException(
					"--url is a node's HTTP address such as http://127.0.0.1:8080, not '" + text + "'");
		}
		try {
			return URI.create(text);
		}
		catch (IllegalArgumentException malformed) {
			throw new UsageException("--url: " + malformed.getMessage());
		}
	}

	private static int goal(String text) {
		if ("complete".equals(text)) {
			return COMPLETE;
		}
		if (!text.matches("phase=[0-3]")) {
			throw new UsageException("--for is phase=0 to phase=3 or complete, not '" + text + "'");
		}
		return text.charAt(text.length() - 1) - '0';
	}

	private static Command check(List<String> arguments) {
		Options options = new Options("check", arguments, Set.of("home=", "port-offset="), false);
		return new Command.Check(options.text("home").map(CommandLine::path), portOffset(options));
	}

	private static Command token(List<String> arguments) {
		if (arguments.isEmpty() || !"create".equals(arguments.getFirst())) {
			throw new UsageException("token has one verb: token create --home=…");
		}
		Options options = new Options("token create", arguments.subList(1, arguments.size()), Set.of("home=", "ttl="),
				false);
		return new Command.TokenCreate(path(options.required("home")), options.duration("ttl", Duration.ofMinutes(15)));
	}

	private static Command key(List<String> arguments) {
		String verb = arguments.isEmpty() ? "" : arguments.getFirst();
		if (!Set.of("create", "show").contains(verb)) {
			throw new UsageException("key has two verbs: key create and key show");
		}
		Options options = new Options("key " + verb, arguments.subList(1, arguments.size()),
				Set.of("store=", "passphrase-file=", "output="), false);
		Who.KeyFile file = new Who.KeyFile(path(options.required("store")), path(options.required("passphrase-file")));
		return "create".equals(verb) ? new Command.CreateKey(file, options.json())
				: new Command.ShowKey(file, options.json());
	}

	private static Command join(List<String> arguments) {
		Options options = new Options("join", arguments, Set.of("token=", "home=", "name=", "host=", "port-offset="),
				false);
		String name = options.text("name").orElse("node5");
		if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
			throw new UsageException("--name is a DNS label, not '" + name + "'");
		}
		return new Command.Join(options.required("token"), path(options.required("home")), name,
				options.text("host").orElse(LOCALHOST), options.number("port-offset", FIFTH_NODE, 0, MAX_PORT_OFFSET));
	}

	private static Command reset(List<String> arguments) {
		Options options = new Options("reset", arguments, Set.of("home=", "yes"), false);
		return new Command.Reset(path(options.required("home")), options.flag("yes"));
	}

	private static Command withoutOptions(Command command, String name, List<String> arguments) {
		new Options(name, arguments, Set.of(), false);
		return command;
	}

	private static int portOffset(Options options) {
		return options.number("port-offset", 0, 0, MAX_PORT_OFFSET);
	}

	static Path path(String text) {
		try {
			return Path.of(text);
		}
		catch (InvalidPathException malformed) {
			throw new UsageException("not a path: '" + text + "'");
		}
	}

}
