package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.hypermesh.client.LedgerClient;
import org.web3ecosystem.platform.command.Action;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.command.Who;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofFile;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.PlainText;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.NodeKeyFile;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.Succession;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks something of a running federation and prints what it says. */
public final class ActCommand {

	private final PrintStream out;

	private final PrintStream err;

	private final InstantSource clock;

	/** The answer came, and it is no. */
	private static final int NOT_ACCEPTED = 1;

	/**
	 * @param err where it says that what was read is old
	 */
	public ActCommand(PrintStream out, PrintStream err, InstantSource clock) {
		this.out = out;
		this.err = err;
		this.clock = clock;
	}

	/** The exit code. */
	public int run(Command.Act command) {
		Printer printer = new Printer(out, command.json());
		try (Party party = party(command.who())) {
			int code = run(command.action(), party, printer);
			party.rest()
				.stale()
				.ifPresent(since -> err
					.println("stale: the node cannot know what was decided since then: " + PlainText.shown(since)));
			return code;
		}
	}

	private static int run(Action action, Party party, Printer printer) {
		Rest rest = party.rest();
		switch (action) {
			case Action.Read(String path) -> printer.print(rest.get(path));
			case Action.ReadAccount(Optional<AccountId> id) ->
				printer.print(party.access().account(id.orElseGet(party::account)));
			case Action.ReadTransfers(Optional<AccountId> id, String query) -> printer
				.print(rest.get("/caesar/accounts/" + id.orElseGet(party::account).hex() + "/transfers" + query));
			case Action.ReadAsset(String id) -> printer.print(party.access().asset(id));
			case Action.ReadStake() -> printer.print(party.access().stake());
			case Action.Write write -> printer.print(party.access().carryOut(write));
			case Action.Publish(Path manifest) -> printer.print(new PackageFiles(rest).publish(manifest));
			case Action.Yank(String name, String version, boolean yanked) -> {
				String path = "/catalog/packages/" + name + "/" + version + "/yank";
				printer.printText(rest.send(yanked ? "POST" : "DELETE", path));
			}
			case Action.ReadCertificate(String leaf) -> printer.print(rest.get(CertificateFile.path(leaf)));
			case Action.Revoke(String leaf, String reason) ->
				printer.printText(rest.send("POST", CertificateFile.path(leaf) + "/revocation?reason=" + reason));
			case Action.ApplyToValidate() -> printer.printText(rest.send("POST", "/hypermesh/validators/applications"));
			case Action.ProposeRoster(List<String> changes) ->
				printer.print(rest.send("POST", "/hypermesh/validators/proposals", body(changes)));
			case Action.ApproveRoster(String proposal) ->
				printer.printText(rest.send("PUT", "/hypermesh/validators/proposals/" + proposal + "/approval"));
			case Action.Rehabilitate(String node) ->
				printer.printText(rest.send("PUT", "/hypermesh/conduct/nodes/" + node + "/rehabilitation"));
			case Action.InstallAuthority() ->
				printer.printText(rest.send("POST", "/trustchain/authorities/installation"));
			case Action.SucceedZoneKey(String role) ->
				printer.printText(rest.send("POST", "/trustchain/zone/keys/" + encode(role) + "/successor"));
			case Action.Anchor(Path directory) ->
				printer.printText(rest.post("/trustchain/authorities/anchors", anchor(directory)));
			case Action.Taint(String authority, Optional<String> validator, Duration within) ->
				printer.printText(rest.send("POST", "/trustchain/authorities/" + CertificateFile.digest(authority)
						+ "/taint?within=" + within + validator.map(whose -> "&validator=" + whose).orElse("")));
			case Action.AdmitForeign admit -> printer.printText(rest.send("PUT",
					foreign(admit.domain()) + "?url=" + encode(admit.url())
							+ admit.pins().stream().map(pin -> "&pin=" + encode(pin)).collect(Collectors.joining())
							+ admit.endpointId().map(id -> "&endpointId=" + encode(id)).orElse("")));
			case Action.RemoveForeign(String domain) -> printer.printText(rest.send("DELETE", foreign(domain)));
			case Action.ValidateForeign(String domain, Path chain, String use) -> {
				String said = rest.post(foreign(domain) + "/validation?as=" + encode(use), CertificateFile.text(chain));
				printer.printText(said);
				return JsonMapper.shared().readTree(said).path("accepted").asBoolean() ? 0 : NOT_ACCEPTED;
			}
			case Action.Fetch(String name, Constraint constraint, Path to) -> {
				try (LedgerClient ledger = party.reader()) {
					ProvenPackages packages = new ProvenPackages(ledger.ledger(), party.genesis().chainId());
					printer.print(new PackageDownload(rest, packages).fetch(name, constraint, to));
				}
			}
			case Action.Prove(String module, String key, Path to) ->
				printer.print(keep(to, proof(rest, entry(module, key))));
			case Action.ProveName(Name name, Path to) ->
				printer.print(keep(to, proof(rest, "/hypermesh/names/" + encode(name.text()) + "/proof")));
		}
		return 0;
	}

	private static String foreign(String domain) {
		return "/trustchain/foreign/" + encode(domain);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/** A root and its cross certificate, in PEM. */
	private static String anchor(Path directory) {
		try {
			Succession succession = Succession.read(directory);
			return Pem.encode(List.of(succession.root(), succession.newWithOld()));
		}
		catch (CaException unreadable) {
			throw new RefusedException(String.valueOf(unreadable.getMessage()),
					"--root is the directory that 'authority root' wrote", unreadable);
		}
	}

	private static String entry(String module, String key) {
		return "/hypermesh/ledger/" + module + "?key=" + encode(key);
	}

	/**
	 * With all rosters since the genesis document's, so that it can be checked with that
	 * alone.
	 */
	private static byte[] proof(Rest rest, String path) {
		try {
			ProvenEntry entry = ProvenEntry.decode(rest.getCbor(path));
			List<Handover> rosters = new ArrayList<>();
			for (Epoch epoch = Epoch.GENESIS.next(); epoch.compareTo(entry.root().root().epoch()) <= 0; epoch = epoch
				.next()) {
				ProvenEntry.decode(rest.getCbor(entry(RosterModule.NAME, RosterModule.epoch(epoch))))
					.value()
					.map(Handover::decode)
					.ifPresent(rosters::add);
			}
			return new ProofFile(rosters, entry).encode();
		}
		catch (CborException malformed) {
			throw new RefusedException("the node's answer is no proof: " + malformed.getMessage(), "ask another node",
					malformed);
		}
		catch (ProofException large) {
			throw new RefusedException("the proof cannot be written: " + large.getMessage(),
					"check the entry on a node, which knows the rosters", large);
		}
	}

	private static JsonNode keep(Path file, byte[] proof) {
		write(file, proof);
		return JsonMapper.shared().createObjectNode().put("file", file.toString()).put("bytes", proof.length);
	}

	private static ObjectNode body(List<String> changes) {
		ObjectNode body = JsonMapper.shared().createObjectNode();
		changes.forEach(body.putArray("changes")::add);
		return body;
	}

	private static void write(Path file, byte[] bytes) {
		try {
			Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
		}
		catch (IOException failure) {
			throw new RefusedException("cannot write " + file + ": " + failure.getMessage(),
					"name a file that is not there, in a directory that is", failure);
		}
	}

	/** Who asks, and whom. */
	private record Party(NodeId self, Genesis genesis, List<URI> nodes, Rest rest,
			Access access) implements AutoCloseable {

		/** For who only reads, under a key that nobody knows. */
		LedgerClient reader() {
			return new LedgerClient(NodeKey.generate(), genesis, nodes, Tls.asAnybody(genesis).context());
		}

		AccountId account() {
			return AccountId.of(self);
		}

		@Override
		public void close() {
			access.close();
			rest.close();
		}

	}

	private Party party(Who who) {
		return switch (who) {
			case Who.Operator(Path path) -> {
				NodeHome home = NodeHome.open(path);
				Rest rest = Rest.asOperator(home);
				yield new Party(home.id(), home.genesis(), List.of(home.https()), rest, new GatewayAccess(rest));
			}
			case Who.Owner owner -> {
				NodeKey key = OwnerKeys.open(owner.key());
				Genesis genesis = owner.genesis()
					.map(GenesisFile::read)
					.orElseGet(() -> NodeHome.open(owner.home().orElseThrow()).genesis());
				List<URI> nodes = owner.nodes().isEmpty() ? List.of(NodeHome.open(owner.home().orElseThrow()).https())
						: owner.nodes();
				yield new Party(key.id(), genesis, nodes, new Rest(nodes.getFirst(), Tls.asAnybody(genesis)),
						new OwnerAccess(key, genesis, nodes, clock));
			}
			case Who.Member(Path signing, Path path) -> {
				NodeKey key = key(signing);
				NodeHome home = NodeHome.open(path);
				yield new Party(key.id(), home.genesis(), List.of(home.https()),
						new Rest(home.https(), Tls.asAnybody(home.genesis())),
						new OwnerAccess(key, home.genesis(), List.of(home.https()), clock));
			}
		};
	}

	private static NodeKey key(Path home) {
		Path file = home.resolve(NodeKeyFile.NAME);
		try {
			return NodeKeyFile.read(file);
		}
		catch (IOException | IllegalArgumentException unusable) {
			throw new RefusedException("cannot read the key " + file + ": " + Reason.of(unusable),
					"give the home of a node of yours with --member", unusable);
		}
	}

}
