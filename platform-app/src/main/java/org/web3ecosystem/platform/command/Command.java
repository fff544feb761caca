package org.web3ecosystem.platform.command;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;

/** What the command line may ask for. */
public sealed interface Command {

	/**
	 * Four nodes in this process.
	 *
	 * @param directory where they live
	 * @param fresh start over
	 * @param portOffset added to every port
	 * @param settings {@code --a.b=c} for the nodes' contexts
	 */
	record Local(Path directory, boolean fresh, int portOffset, List<String> settings) implements Command {
	}

	/**
	 * One node in this process.
	 *
	 * @param arguments as given
	 */
	record RunNode(List<String> arguments) implements Command {
	}

	/**
	 * A new federation on disk.
	 *
	 * @param directory where; must not exist or be empty
	 * @param federation its short name
	 * @param zone its DNS zone
	 * @param validators how many
	 * @param hosts where they are: one for all, or one each
	 * @param portOffset added to every port
	 * @param passphraseFile protects the exported root key; made up if absent
	 */
	record Init(Path directory, String federation, String zone, int validators, List<String> hosts, int portOffset,
			Optional<Path> passphraseFile) implements Command {
	}

	/**
	 * A new federation in a cluster.
	 *
	 * @param name of its StatefulSet
	 * @param init what it is to be; its directory is not looked at
	 */
	record FoundInCluster(String name, Init init) implements Command {
	}

	/**
	 * Takes a validator's home out of its Secret.
	 *
	 * @param pod the validator's
	 * @param home where to, in its volume
	 */
	record MoveIn(String pod, Path home) implements Command {
	}

	/**
	 * Asks a node how far it is.
	 *
	 * @param url the node's HTTP port
	 * @param home the node's home, which knows the port better
	 * @param await wait for the goal
	 * @param goal phase 0 to 3, or 4 for complete
	 * @param timeout how long to wait
	 * @param json print the node's own document
	 */
	record Status(URI url, Optional<Path> home, boolean await, int goal, Duration timeout,
			boolean json) implements Command {
	}

	/**
	 * Looks at the machine before anything is started.
	 *
	 * @param home a node's home or a federation's directory, if there is one
	 * @param portOffset added to every port
	 */
	record Check(Optional<Path> home, int portOffset) implements Command {
	}

	/**
	 * Asks a running validator for a join token.
	 *
	 * @param home the validator's home, which holds its operator's certificate
	 * @param lifetime how long the token may be used
	 */
	record TokenCreate(Path home, Duration lifetime) implements Command {
	}

	/**
	 * Joins as a node that does not validate.
	 *
	 * @param token from a validator's operator
	 * @param home where the new node will live; must not exist or be empty
	 * @param name the short name it would like
	 * @param host where it is
	 * @param portOffset added to every port
	 */
	record Join(String token, Path home, String name, String host, int portOffset) implements Command {
	}

	/**
	 * Lowers a node's durable marks.
	 *
	 * @param home the node's home
	 * @param confirmed do not ask
	 */
	record Reset(Path home, boolean confirmed) implements Command {
	}

	/**
	 * Where what is backed up or restored lives.
	 *
	 * @param path the directory
	 * @param federation a federation's directory rather than a node's home
	 */
	record Place(Path path, boolean federation) {
	}

	/**
	 * One file of a stopped node's home, or of a whole stopped federation's directory.
	 *
	 * @param to the file; must not exist
	 * @param passphraseFile encrypts it
	 */
	record Backup(Place place, Path to, Optional<Path> passphraseFile) implements Command {
	}

	/**
	 * Puts a backup back.
	 *
	 * @param from the file
	 * @param place where to; must not exist or be empty. Empty to only check the backup
	 * @param node the node of a federation's backup whose home is wanted
	 * @param passphraseFile that it was encrypted with
	 * @param everyNode all nodes of the federation are put back to this moment together
	 * @param newLogs begin new transparency logs
	 */
	record Restore(Path from, Optional<Place> place, Optional<String> node, Optional<Path> passphraseFile,
			boolean everyNode, boolean newLogs) implements Command {
	}

	/**
	 * Writes the ledger of a running validator into a file.
	 *
	 * @param home the validator's home
	 * @param to the file; must not exist
	 */
	record Export(Path home, Path to) implements Command {
	}

	/**
	 * Checks such a file, without any node.
	 *
	 * @param file what was exported
	 * @param genesis the federation's genesis document, or a directory that has it
	 */
	record VerifyExport(Path file, Path genesis) implements Command {
	}

	/**
	 * Makes a new owner's key.
	 *
	 * @param file must not be there
	 * @param json print a document, not text
	 */
	record CreateKey(Who.KeyFile file, boolean json) implements Command {
	}

	/**
	 * Prints whose key it is.
	 *
	 * @param json print a document, not text
	 */
	record ShowKey(Who.KeyFile file, boolean json) implements Command {
	}

	/**
	 * Asks something of a running federation.
	 *
	 * @param json print documents, not text
	 */
	record Act(Who who, Action action, boolean json) implements Command {
	}

	/**
	 * Checks an entry of a ledger offline.
	 *
	 * @param file as {@code proof get} wrote it
	 * @param genesis the federation's genesis document, which is trusted
	 * @param json print a document, not text
	 */
	record VerifyProof(Path file, Path genesis, boolean json) implements Command {
	}

	/**
	 * Checks offline what an entry of a ledger says of a name.
	 *
	 * @param file as {@code proof get} wrote it
	 * @param genesis the federation's genesis document, which is trusted
	 * @param maxAge how old the state may be
	 * @param json print a document, not text
	 */
	record VerifyName(Path file, Path genesis, Name name, Duration maxAge, boolean json) implements Command {
	}

	/**
	 * Makes a validator's next intermediates with the root key.
	 *
	 * @param home the validator's home, where they are left to be installed
	 * @param root the key as init exported it, or the directory of another root
	 * @param another whether it is another root's directory
	 * @param passphraseFile that the key was encrypted with
	 */
	record RenewAuthority(Path home, Path root, boolean another, Path passphraseFile) implements Command {
	}

	/**
	 * Makes the root that is to follow the first.
	 *
	 * @param home of any node of the federation
	 * @param rootKey as init exported it
	 * @param passphraseFile that it was encrypted with, and the new one will be
	 * @param to a directory that is not there
	 */
	record SucceedRoot(Path home, Path rootKey, Path passphraseFile, Path to) implements Command {
	}

	/** Prints what this is. */
	record Version() implements Command {
	}

	/** Prints what there is. */
	record Help() implements Command {
	}

}
