package org.web3ecosystem.bootstrap.home;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.SignedGenesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.NodeKeyFile;

/**
 * A node's own directory: locked while the node lives in it, bound to one federation and
 * one node key by a marker that the first start writes.
 */
public final class NodeHome implements AutoCloseable {

	/** The signed genesis document. */
	public static final String GENESIS = "genesis.cbor";

	/** The name of a node that is not in the genesis document. */
	public static final String NAME = "node.name";

	/** Where this component keeps its own things. */
	public static final String FOLDER = "bootstrap";

	/** Which federation and node the directory belongs to. */
	private static final String OWNER = "owner";

	private final HomeLock lock;

	private final Node node;

	private NodeHome(HomeLock lock, Node node) {
		this.lock = lock;
		this.node = node;
	}

	/**
	 * Moves in.
	 * @param home an existing directory with a genesis document and a node key
	 * @param bind where to listen; the advertised addresses if empty
	 * @param endpoints where a node that is not in the genesis document is reached; null
	 * for one that is
	 * @throws HomeException if the node cannot live there; then nothing was changed
	 */
	public static NodeHome enter(Path home, List<InetAddress> bind, @Nullable Endpoints endpoints) {
		requireNodeHome(home);
		HomeLock lock = HomeLock.take(home);
		try {
			Node node = read(home, bind, endpoints);
			claim(node);
			return new NodeHome(lock, node);
		}
		catch (RuntimeException refused) {
			lock.close();
			throw refused;
		}
	}

	public Node node() {
		return node;
	}

	/** The folder of this component. */
	public Path folder() {
		return folder(node.home());
	}

	/** The folder of this component in a home directory. */
	public static Path folder(Path home) {
		return home.resolve(FOLDER);
	}

	@Override
	public void close() {
		lock.close();
	}

	private static void requireNodeHome(Path home) {
		if (!Files.isDirectory(home)) {
			throw new HomeException("there is no directory " + home,
					"Make a federation with 'init', join one with a token, or set web3.node.home.");
		}
		if (!Files.exists(home.resolve(GENESIS)) || !Files.exists(home.resolve(NodeKeyFile.NAME))) {
			throw new HomeException(
					home + " is not a node's directory: it has no " + GENESIS + " and " + NodeKeyFile.NAME,
					"Set web3.node.home to a directory that 'init' or 'join' made. Nothing was written here.");
		}
	}

	private static Node read(Path home, List<InetAddress> bind, @Nullable Endpoints endpoints) {
		Genesis genesis = genesis(home);
		NodeKey key = key(home);
		Optional<Validator> validator = genesis.validator(key.id());
		String name = validator.map(Validator::name).orElseGet(() -> name(home, key.id(), genesis));
		Endpoints advertised = validator.map(Validator::endpoints).orElse(endpoints);
		if (advertised == null) {
			throw new HomeException("the node '" + name + "' is not in the genesis document and has no endpoints", Files
				.exists(home.resolve("node.properties"))
						? "They are in node.properties of its home: add spring.config.import=file:"
								+ home.resolve("node.properties") + "."
						: "Set web3.node.endpoints.addresses and the ports stoq, gossip, dns, http and https below it.");
		}
		List<InetAddress> bound = bind.isEmpty() ? advertised.inetAddresses().stream().distinct().toList() : bind;
		requireHere(bound);
		return new Node(name, key, home.toAbsolutePath().normalize(), bound, advertised, genesis);
	}

	private static void requireHere(List<InetAddress> bind) {
		List<InetAddress> here = bind.stream().filter(NodeHome::isHere).toList();
		List<InetAddress> elsewhere = bind.stream().filter(address -> !here.contains(address)).toList();
		if (!elsewhere.isEmpty()) {
			throw new HomeException(
					"the node is to listen at " + text(elsewhere) + ", which this machine does not have",
					"Bring the address up, or start with web3.node.bind-address="
							+ (here.isEmpty() ? "<addresses of this machine>" : text(here))
							+ "; at an address where it does not listen nobody reaches it.");
		}
	}

	/** Asks the machine: a list of its addresses lacks those that need no interface. */
	private static boolean isHere(InetAddress address) {
		try (ServerSocket anyPort = new ServerSocket(0, 1, address)) {
			return anyPort.isBound();
		}
		catch (IOException absent) {
			return false;
		}
	}

	private static String text(List<InetAddress> addresses) {
		return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(","));
	}

	private static Genesis genesis(Path home) {
		Path file = home.resolve(GENESIS);
		try {
			return SignedGenesis.read(file).genesis();
		}
		catch (IOException | IllegalArgumentException wrong) {
			throw new HomeException("the genesis document " + file + " cannot be used: " + Reason.of(wrong),
					"Copy the " + GENESIS + " of your federation there; all its nodes have the same.", wrong);
		}
	}

	private static NodeKey key(Path home) {
		try {
			return NodeKeyFile.read(home.resolve(NodeKeyFile.NAME));
		}
		catch (IOException | IllegalArgumentException wrong) {
			throw new HomeException("the node key cannot be used: " + Reason.of(wrong),
					"Restore the file from this node's backup; without it the node must join again.", wrong);
		}
	}

	private static String name(Path home, NodeId id, Genesis genesis) {
		Path file = home.resolve(NAME);
		try {
			String name = Files.readString(file).strip();
			if (name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
				return name;
			}
			throw new HomeException(file + " does not hold a DNS label", "Write the name this node joined under.");
		}
		catch (IOException notJoined) {
			throw new HomeException(
					"the node key in " + home + " (node " + id.brief() + ") is not in the genesis document of "
							+ genesis.chainId(),
					"Use the directory that 'init' made for this node, or join the federation with a token.",
					notJoined);
		}
	}

	/** The first start writes whose the directory is; a later one must be the same. */
	private static void claim(Node node) {
		Path folder = folder(node.home());
		Path file = folder.resolve(OWNER);
		String owner = owner(node);
		try {
			if (!Files.exists(file)) {
				Files.createDirectories(folder);
				Path next = folder.resolve(OWNER + ".next");
				Files.writeString(next, owner, StandardCharsets.US_ASCII);
				Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
			}
			String there = Files.readString(file, StandardCharsets.US_ASCII);
			if (!there.equals(owner)) {
				throw new HomeException(
						node.home() + " belongs to another federation or node: it was used by\n" + there.indent(4)
								+ "and is now opened by\n" + owner.indent(4).stripTrailing(),
						"Put back the " + GENESIS + " and " + NodeKeyFile.NAME
								+ " it was used with, or use a new directory.");
			}
		}
		catch (IOException failure) {
			throw new HomeException("the directory " + folder + " cannot be written: " + Reason.of(failure),
					"Make it writable for the user of this process, or set web3.node.home to another directory.",
					failure);
		}
	}

	private static String owner(Node node) {
		return "chain " + node.genesis().chainId() + "\ngenesis " + sha256(node.genesis().encode()) + "\nnode "
				+ node.id() + "\n";
	}

	private static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
