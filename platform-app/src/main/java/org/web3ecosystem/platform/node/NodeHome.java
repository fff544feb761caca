package org.web3ecosystem.platform.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.preflight.PortCheck;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.SignedGenesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKeyFile;

/**
 * A node's home as the command line looks at it, without starting the node.
 *
 * @param path the home
 * @param genesis its genesis document, verified
 * @param id whose home it is
 */
public record NodeHome(Path path, Genesis genesis, NodeId id) {

	private static final String OPTION = "--web3.node.home=";

	private static final String BIND = "--web3.node.bind-address=";

	/**
	 * Opens a home.
	 * @throws RefusedException if it is none
	 */
	public static NodeHome open(Path path) {
		Path document = path.resolve("genesis.cbor");
		if (Files.exists(document) && Files.exists(path.resolve("root.pem"))
				&& !Files.exists(path.resolve(NodeKeyFile.NAME))) {
			throw new RefusedException(path + " is a federation's directory, not the home of one node",
					"name one of its homes, such as " + path.resolve("node1")
							+ "; 'backup' and 'restore' take the whole federation with --dir");
		}
		try {
			Genesis genesis = SignedGenesis.read(document).genesis();
			return new NodeHome(path, genesis, NodeKeyFile.read(path.resolve(NodeKeyFile.NAME)).id());
		}
		catch (IOException unreadable) {
			throw new RefusedException(path + " is not a node's home: " + Reason.of(unreadable),
					"make one with init or join, and name it with --home or --web3.node.home", unreadable);
		}
		catch (IllegalArgumentException malformed) {
			throw new RefusedException(path + " is not a usable home: " + malformed.getMessage(),
					"put the files back as init or join made them", malformed);
		}
	}

	/** The home that these arguments name, if they name one. */
	public static Optional<NodeHome> named(List<String> arguments) {
		return arguments.stream()
			.filter(argument -> argument.startsWith(OPTION))
			.map(argument -> open(Path.of(argument.substring(OPTION.length()))))
			.findFirst();
	}

	/** Where it is reached, by the genesis document or by what join left. */
	public Optional<Endpoints> endpoints() {
		return genesis.validator(id).map(Validator::endpoints).or(() -> NodeSettings.read(path));
	}

	/** Its short name, for people. */
	public String name() {
		return genesis.validator(id).map(Validator::name).orElse("the node in " + path);
	}

	/** Its short name, as it is in the federation's names. */
	public String shortName() {
		return knownName().orElseThrow(() -> new RefusedException("the name of the node in " + path + " is not known",
				"put back the file node.name that join made"));
	}

	/** Its short name, if it is known: whose key this is, or what join has left. */
	public Optional<String> knownName() {
		return genesis.validator(id).map(Validator::name).or(() -> {
			try {
				return Optional.of(Files.readString(path.resolve("node.name")).strip());
			}
			catch (IOException unreadable) {
				return Optional.empty();
			}
		});
	}

	/** What the node must be started with besides what its user says. */
	public List<String> arguments() {
		return NodeSettings.argument(path).stream().toList();
	}

	/**
	 * Refuses to start on taken ports.
	 * @param arguments which may say that it listens elsewhere than it is reached
	 * @throws RefusedException naming the first
	 */
	public void requireFreePorts(List<String> arguments) {
		String otherwise = genesis.validator(id).isPresent()
				? "free the port in another way: a validator's ports are those of the genesis document"
				: "write other ports into " + NodeSettings.file(path);
		endpoints().map(reached -> bound(reached, arguments))
			.ifPresent(endpoints -> PortCheck.requireFree(endpoints, name() + " cannot start", otherwise));
	}

	private static Endpoints bound(Endpoints reached, List<String> arguments) {
		Optional<String> said = arguments.stream().filter(argument -> argument.startsWith(BIND)).findFirst();
		try {
			return said
				.map(argument -> new Endpoints(List.of(argument.substring(BIND.length()).split(",")), reached.stoq(),
						reached.gossip(), reached.dns(), reached.http(), reached.https()))
				.orElse(reached);
		}
		catch (IllegalArgumentException word) {
			// who reads the setting refuses it, and says how it is written
			return reached;
		}
	}

	/**
	 * Its HTTP port on this machine.
	 * @throws RefusedException if it is not known
	 */
	public URI http() {
		return URI.create("http://127.0.0.1:" + known().http());
	}

	/**
	 * Its HTTPS port on this machine.
	 * @throws RefusedException if it is not known
	 */
	public URI https() {
		return URI.create("https://localhost:" + known().https());
	}

	private Endpoints known() {
		return endpoints().orElseThrow(() -> new RefusedException("the ports of the node in " + path + " are not known",
				"name its HTTP port with --url"));
	}

}
