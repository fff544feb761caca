package org.web3ecosystem.trustchain.join;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.EnrolledNode;

/**
 * Who belongs to the federation and under which name: the genesis validators, the nodes
 * this one admitted (on disk, so that they can renew when nothing else runs) and the
 * nodes that others admitted (in the ledger). Blocks; call it on a virtual thread.
 */
public final class Roster {

	private static final Duration DEADLINE = Duration.ofSeconds(3);

	private final Genesis genesis;

	private final CertificateLedger ledger;

	private final Path directory;

	/**
	 * @param directory where this node keeps whom it admitted
	 */
	public Roster(Genesis genesis, CertificateLedger ledger, Path directory) {
		this.genesis = genesis;
		this.ledger = ledger;
		this.directory = directory;
	}

	/**
	 * The name of a node, or empty if it does not belong.
	 * @throws UnavailableException if the ledger would know but cannot be read
	 */
	public Optional<String> nameOf(NodeId node) {
		Optional<String> known = genesis.validator(node)
			.map(Validator::name)
			.or(() -> local(node).map(EnrolledNode::name));
		return (known.isPresent() || !ledger.isPresent()) ? known
				: Async.await(ledger.node(node), DEADLINE, "the ledger").map(EnrolledNode::name);
	}

	/** Whether a joiner may have this name. */
	boolean isFree(String name, NodeId joiner) {
		if (genesis.validators().stream().map(Validator::name).anyMatch(name::equals)) {
			return false;
		}
		if (!ledger.isPresent()) {
			return localOwner(name).map(joiner::equals).orElse(true);
		}
		return localOwner(name).or(() -> Async.await(ledger.owner(name), DEADLINE, "the ledger"))
			.map(joiner::equals)
			.orElse(true);
	}

	/**
	 * Remembers an admitted node.
	 * @throws RejectedException if the name became another's meanwhile
	 */
	synchronized void remember(EnrolledNode node, NodeId id) {
		if (localOwner(node.name()).filter(owner -> !owner.equals(id)).isPresent()) {
			throw new RejectedException("the name " + node.name() + " is taken");
		}
		try {
			DurableFile.write(directory.resolve(id.hex()), node.encode());
			DurableFile.write(directory.resolve("name-" + node.name()), id.bytes());
		}
		catch (IOException failure) {
			throw new UnavailableException("the admitted node cannot be stored", failure);
		}
	}

	private Optional<EnrolledNode> local(NodeId id) {
		return read(directory.resolve(id.hex())).map(EnrolledNode::decode);
	}

	private Optional<NodeId> localOwner(String name) {
		return read(directory.resolve("name-" + name)).map(id -> new NodeId(HexFormat.of().formatHex(id)));
	}

	private static Optional<byte[]> read(Path file) {
		try {
			return Optional.of(Files.readAllBytes(file));
		}
		catch (NoSuchFileException unknown) {
			return Optional.empty();
		}
		catch (IOException failure) {
			throw new UnavailableException("cannot read " + file, failure);
		}
	}

}
