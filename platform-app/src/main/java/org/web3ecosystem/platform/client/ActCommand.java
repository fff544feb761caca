package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.platform.command.Action;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.command.Who;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

/** Asks something of a running federation and prints what it says. */
public final class ActCommand {

	private final PrintStream out;

	private final InstantSource clock;

	public ActCommand(PrintStream out, InstantSource clock) {
		this.out = out;
		this.clock = clock;
	}

	/** The exit code. */
	public int run(Command.Act command) {
		Printer printer = new Printer(out, command.json());
		try (Party party = party(command.who())) {
			run(command.action(), party, printer);
		}
		return 0;
	}

	private static void run(Action action, Party party, Printer printer) {
		Rest rest = party.rest();
		switch (action) {
			case Action.Read(String path) -> printer.print(rest.get(path));
			case Action.ReadAccount read -> printer.print(rest
				.get("/caesar/accounts/" + read.id().orElseGet(() -> AccountId.of(party.self())).hex() + read.rest()));
			case Action.Write write -> printer.print(party.writer().carryOut(write));
			case Action.Publish(Path manifest) -> printer.print(new PackageFiles(rest).publish(manifest));
			case Action.Yank(String name, String version, boolean yanked) -> {
				String path = "/catalog/packages/" + name + "/" + version + "/yank";
				printer.printText(rest.send(yanked ? "POST" : "DELETE", path));
			}
			case Action.Fetch(String name, String constraint, Path to) ->
				printer.print(new PackageFiles(rest).fetch(name, constraint, party.genesis().chainId(), to));
			case Action.Prove(String module, String key, Path to) -> write(to, rest.getCbor("/hypermesh/ledger/"
					+ module + "?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20")));
		}
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
	private record Party(NodeId self, Genesis genesis, Rest rest, Writer writer) implements AutoCloseable {

		@Override
		public void close() {
			writer.close();
			rest.close();
		}

	}

	private Party party(Who who) {
		return switch (who) {
			case Who.Operator(Path path) -> {
				NodeHome home = NodeHome.open(path);
				Rest rest = Rest.asOperator(home);
				yield new Party(home.id(), home.genesis(), rest, new GatewayWriter(rest));
			}
			case Who.Owner owner -> {
				NodeKey key = OwnerKeys.open(owner.key());
				Genesis genesis = owner.genesis()
					.map(GenesisFile::read)
					.orElseGet(() -> NodeHome.open(owner.home().orElseThrow()).genesis());
				List<URI> nodes = owner.nodes().isEmpty() ? List.of(NodeHome.open(owner.home().orElseThrow()).https())
						: owner.nodes();
				yield new Party(key.id(), genesis, new Rest(nodes.getFirst(), Tls.asAnybody(genesis)),
						new OwnerWriter(key, genesis, nodes, clock));
			}
		};
	}

}
