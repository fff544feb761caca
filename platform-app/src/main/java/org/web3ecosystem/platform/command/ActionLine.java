package org.web3ecosystem.platform.command;

import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.caesar.ledger.TransferId;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.hypermesh.name.NameProof;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.discovery.Name;

/** Reads the commands that ask something of a running federation: a noun and a verb. */
final class ActionLine {

	/** The nouns there are. */
	static final Set<String> NOUNS = Set.of("asset", "lease", "account", "transfer", "stake", "package", "proof",
			"certificate", "authority", "zone", "validator");

	/** The one noun of two words. */
	private static final String FOREIGN = "authority foreign";

	private static final Set<String> WHO = Set.of("home=", "member=", "store=", "passphrase-file=", "genesis=", "url=",
			"output=");

	private static final String HTTPS = "https://[A-Za-z0-9.:\\[\\]-]+/?";

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int ID_BYTES = 16;

	private static final Duration TAINT_WITHIN = Duration.ofMinutes(5);

	private final String name;

	private final List<String> arguments;

	private ActionLine(String name, List<String> arguments) {
		this.name = name;
		this.arguments = arguments;
	}

	static Command parse(String noun, List<String> arguments) {
		if (arguments.isEmpty() || arguments.getFirst().startsWith("-")) {
			throw new UsageException(noun + " needs a verb; see 'help'");
		}
		String name = noun + " " + arguments.getFirst();
		List<String> rest = arguments.subList(1, arguments.size());
		return name.equals(FOREIGN) ? parse(name, rest) : new ActionLine(name, rest).command();
	}

	private Command command() {
		return switch (name) {
			case "asset list" -> act(Set.of("after=", "limit="), options -> page("/hypermesh/assets", options));
			case "asset show" -> act(Set.of("id="), options -> new Action.ReadAsset(word(options, "id")));
			case "asset register" ->
				act(Set.of("id=", "kind=", "description="), options -> new Action.Register(word(options, "id"),
						kind(options), options.text("description").orElse("")));
			case "asset give" ->
				act(Set.of("id=", "to="), options -> new Action.Give(word(options, "id"), owner(options)));
			case "lease take" ->
				act(Set.of("id=", "for="), options -> new Action.Lease(word(options, "id"), duration(options)));
			case "lease renew" -> act(Set.of("id=", "term=", "for="),
					options -> new Action.Renew(word(options, "id"), number(options, "term"), duration(options)));
			case "lease release" -> act(Set.of("id=", "term="),
					options -> new Action.Release(word(options, "id"), number(options, "term")));
			case "account show" -> act(Set.of("id="), options -> new Action.ReadAccount(account(options)));
			case "account transfers" -> act(Set.of("id=", "after=", "limit="),
					options -> new Action.ReadTransfers(account(options), query(options)));
			case "transfer show" ->
				act(Set.of("id="), options -> new Action.Read("/caesar/transfers/" + transfer(options, "id").hex()));
			case "transfer send" -> act(Set.of("to=", "amount=", "code=", "id=", "reserve="),
					options -> new Action.Pay(newTransfer(options), payee(options), number(options, "amount"),
							options.number("code", 0, 0, 65_535),
							options.text("reserve").map(text -> options.duration("reserve", Duration.ZERO))));
			case "transfer post" ->
				act(Set.of("pending=", "amount=", "id="), options -> new Action.Post(newTransfer(options),
						transfer(options, "pending"), number(options, "amount")));
			case "transfer void" -> act(Set.of("pending=", "id="),
					options -> new Action.Void(newTransfer(options), transfer(options, "pending")));
			case "stake show" -> act(Set.of(), options -> new Action.ReadStake());
			case "stake bond" -> act(Set.of("amount=", "id="),
					options -> new Action.Bond(newTransfer(options), number(options, "amount")));
			case "stake unbond" -> act(Set.of("amount=", "id="),
					options -> new Action.Unbond(newTransfer(options), number(options, "amount")));
			case "package list" ->
				act(Set.of("keyword=", "after=", "limit="), options -> page("/catalog/packages", options));
			case "package show" ->
				act(Set.of("name=", "version="), options -> new Action.Read("/catalog/packages/" + word(options, "name")
						+ options.text("version").map(version -> "/" + encode(version)).orElse("")));
			case "package publish" -> act(Set.of("file="), options -> new Action.Publish(path(options, "file")));
			case "package yank" ->
				act(Set.of("name=", "version=", "undo"), options -> new Action.Yank(word(options, "name"),
						encode(options.required("version")), !options.flag("undo")));
			case "package get" ->
				act(Set.of("name=", "version=", "to="), options -> new Action.Fetch(word(options, "name"),
						Constraint.parse(options.text("version").orElse("*")), path(options, "to")));
			case "certificate list" ->
				act(Set.of("before=", "limit="), options -> page("/trustchain/log/entries", options));
			case "certificate show" ->
				act(Set.of("leaf="), options -> new Action.ReadCertificate(options.required("leaf")));
			case "certificate revoke" ->
				act(Set.of("leaf=", "reason="), options -> new Action.Revoke(options.required("leaf"),
						options.text("reason").map(text -> word(options, "reason")).orElse("unspecified")));
			case "proof get" -> act(Set.of("module=", "key=", "name=", "to="), ActionLine::prove);
			case "proof verify" -> verify();
			default -> authority();
		};
	}

	private Command authority() {
		return switch (name) {
			case "authority list" -> act(Set.of(), options -> new Action.Read("/trustchain/authorities"));
			case "authority install" -> act(Set.of(), options -> new Action.InstallAuthority());
			case "authority taint" -> act(Set.of("authority=", "validator=", "within="),
					options -> new Action.Taint(options.required("authority"),
							options.text("validator").map(text -> word(options, "validator")),
							options.duration("within", TAINT_WITHIN)));
			case "authority anchor" -> act(Set.of("root="), options -> new Action.Anchor(path(options, "root")));
			case "zone keys" -> act(Set.of(), options -> new Action.Read("/trustchain/zone/keys"));
			case "zone roll" -> act(Set.of("role="), options -> new Action.SucceedZoneKey(word(options, "role")));
			case "validator list" -> act(Set.of(), options -> new Action.Read("/hypermesh/validators"));
			case "validator apply" -> act(Set.of(), options -> new Action.ApplyToValidate());
			case "validator propose" -> act(Set.of("change="),
					options -> new Action.ProposeRoster(List.of(options.required("change").split(",", -1))));
			case "validator conduct" -> act(Set.of(), options -> new Action.Read("/hypermesh/conduct"));
			case "validator rehabilitate" ->
				act(Set.of("node="), options -> new Action.Rehabilitate(word(options, "node")));
			case "validator approve" -> act(Set.of("id="), options -> new Action.ApproveRoster(word(options, "id")));
			case "authority renew" -> renew();
			case "authority root" -> root();
			default -> foreign();
		};
	}

	private Command foreign() {
		return switch (name) {
			case "authority foreign list" -> act(Set.of(), options -> new Action.Read("/trustchain/foreign"));
			case "authority foreign add" -> act(Set.of("domain=", "endpoint=", "pin=", "endpoint-id="),
					options -> new Action.AdmitForeign(word(options, "domain"), options.required("endpoint"),
							List.of(options.required("pin").split(",", -1)), options.text("endpoint-id")));
			case "authority foreign remove" ->
				act(Set.of("domain="), options -> new Action.RemoveForeign(word(options, "domain")));
			case "authority foreign validate" ->
				act(Set.of("domain=", "chain=", "as="), options -> new Action.ValidateForeign(word(options, "domain"),
						path(options, "chain"), options.text("as").map(text -> word(options, "as")).orElse("client")));
			default -> throw new UsageException("there is no command '" + name + "'; see 'help'");
		};
	}

	private Command act(Set<String> known, Function<Options, Action> action) {
		Options options = new Options(name, arguments,
				Stream.of(known, WHO).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()), false);
		Action wanted = formed(() -> action.apply(options));
		return new Command.Act(who(options), wanted, options.json());
	}

	private Command verify() {
		Options options = new Options(name, arguments, Set.of("file=", "genesis=", "name=", "max-age=", "output="),
				false);
		Path file = path(options, "file");
		Path genesis = path(options, "genesis");
		if (options.text("name").isEmpty() && options.text("max-age").isPresent()) {
			throw new UsageException("--max-age goes with --name");
		}
		return options.text("name")
			.<Command>map(text -> new Command.VerifyName(file, genesis, domain(text),
					options.duration("max-age", NameProof.MAX_AGE), options.json()))
			.orElseGet(() -> new Command.VerifyProof(file, genesis, options.json()));
	}

	private static Action prove(Options options) {
		if (options.text("name").isEmpty()) {
			return new Action.Prove(word(options, "module"), options.required("key"), path(options, "to"));
		}
		if (options.text("module").isPresent() || options.text("key").isPresent()) {
			throw new UsageException("give --name, or --module and --key, not both");
		}
		return new Action.ProveName(domain(options.required("name")), path(options, "to"));
	}

	private static Name domain(String text) {
		try {
			return new Name(text);
		}
		catch (IllegalArgumentException malformed) {
			throw new UsageException("--name: " + malformed.getMessage());
		}
	}

	/** Needs no running node: the root key is at hand, so this may be another machine. */
	private Command renew() {
		Options options = new Options(name, arguments, Set.of("home=", "root-key=", "root=", "passphrase-file="),
				false);
		Optional<Path> root = options.text("root").map(CommandLine::path);
		if (root.isPresent() == options.text("root-key").isPresent()) {
			throw new UsageException(
					"give --root-key (the first root's) or --root (where 'authority root' wrote another)");
		}
		return new Command.RenewAuthority(path(options, "home"), root.orElseGet(() -> path(options, "root-key")),
				root.isPresent(), path(options, "passphrase-file"));
	}

	private Command root() {
		Options options = new Options(name, arguments, Set.of("home=", "root-key=", "passphrase-file=", "to="), false);
		return new Command.SucceedRoot(path(options, "home"), path(options, "root-key"),
				path(options, "passphrase-file"), path(options, "to"));
	}

	private static <T> T formed(Supplier<T> read) {
		try {
			return read.get();
		}
		catch (IllegalArgumentException malformed) {
			throw new UsageException(String.valueOf(malformed.getMessage()));
		}
	}

	private Who who(Options options) {
		Optional<Path> home = options.text("home").map(CommandLine::path);
		if (options.text("member").isPresent()) {
			return node(options, path(options, "member"), home);
		}
		if (options.text("store").isEmpty()) {
			Stream.of("passphrase-file", "genesis", "url")
				.filter(option -> options.text(option).isPresent())
				.findFirst()
				.ifPresent(option -> {
					throw new UsageException("--" + option + " is an owner's, with --store");
				});
			return new Who.Operator(home.orElseThrow(() -> new UsageException(
					name + " needs --home=…, to be done by a node's operator, or --store=…, by the owner of a key")));
		}
		List<URI> nodes = options.text("url")
			.map(text -> Arrays.stream(text.split(",", -1)).map(ActionLine::https).toList())
			.orElse(List.of());
		Optional<Path> genesis = options.text("genesis").map(CommandLine::path);
		if (home.isEmpty() && (genesis.isEmpty() || nodes.isEmpty())) {
			throw new UsageException("with --store give --home=… of a node here, or --genesis=… and --url=https://…");
		}
		return new Who.Owner(new Who.KeyFile(path(options, "store"), path(options, "passphrase-file")), home, genesis,
				nodes);
	}

	private Who node(Options options, Path signing, Optional<Path> home) {
		Stream.of("store", "passphrase-file", "genesis", "url")
			.filter(option -> options.text(option).isPresent())
			.findFirst()
			.ifPresent(option -> {
				throw new UsageException("--" + option + " is an owner's, and --member is a node");
			});
		return new Who.Member(signing, home.orElseThrow(
				() -> new UsageException(name + " with --member=… needs --home=… of the node here that is asked")));
	}

	private static URI https(String text) {
		if (!text.matches(HTTPS)) {
			throw new UsageException(
					"--url is HTTPS addresses of nodes, such as https://127.0.0.1:8443, joined by commas");
		}
		return formed(() -> URI.create(text));
	}

	private static Action page(String path, Options options) {
		return new Action.Read(path + query(options));
	}

	private static String query(Options options) {
		String query = Stream.of("keyword", "after", "before", "limit")
			.flatMap(option -> options.text(option).map(value -> option + "=" + encode(value)).stream())
			.collect(Collectors.joining("&"));
		return query.isEmpty() ? "" : "?" + query;
	}

	private static Path path(Options options, String option) {
		return CommandLine.path(options.required(option));
	}

	private static String word(Options options, String option) {
		String text = options.required(option);
		if (!text.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}")) {
			throw new UsageException("--" + option + " is letters, digits and . _ -, not '" + text + "'");
		}
		return text;
	}

	private static AssetKind kind(Options options) {
		String text = options.required("kind");
		return Arrays.stream(AssetKind.values())
			.filter(kind -> kind.name().equalsIgnoreCase(text))
			.findFirst()
			.orElseThrow(() -> new UsageException("--kind is one of " + Arrays.stream(AssetKind.values())
				.map(kind -> kind.name().toLowerCase(Locale.ROOT))
				.collect(Collectors.joining(", "))));
	}

	private static Duration duration(Options options) {
		options.required("for");
		return options.duration("for", Duration.ZERO);
	}

	private static long number(Options options, String option) {
		String text = options.required(option);
		if (!text.matches("[1-9][0-9]{0,18}") || new BigInteger(text).bitLength() >= Long.SIZE) {
			throw new UsageException("--" + option + " is a whole number from 1 to " + Long.MAX_VALUE
					+ " in digits alone, not '" + text + "'");
		}
		return Long.parseLong(text);
	}

	private static Optional<AccountId> account(Options options) {
		return options.text("id").map(AccountId::new);
	}

	private static NodeId owner(Options options) {
		return new NodeId(options.required("to"));
	}

	private static Payee payee(Options options) {
		return Payee.of(options.required("to"));
	}

	private static TransferId transfer(Options options, String option) {
		return new TransferId(options.required(option));
	}

	/** One that nobody else makes, unless the caller names it. */
	private static TransferId newTransfer(Options options) {
		return options.text("id").map(TransferId::new).orElseGet(() -> {
			byte[] id = new byte[ID_BYTES];
			RANDOM.nextBytes(id);
			return TransferId.of(id);
		});
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
