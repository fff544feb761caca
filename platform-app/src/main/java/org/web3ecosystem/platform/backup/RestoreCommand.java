package org.web3ecosystem.platform.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.web3ecosystem.bootstrap.phase.Reset;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.federation.NewDirectory;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Puts a backup back. All of it is read and verified beside its place, and moved there
 * when it is whole; refused, it leaves nothing.
 */
public final class RestoreCommand {

	private static final String ALONE = """
			It comes back alone: the engine's state was left out. Start it while the others run; it listens for ten
			seconds and takes the state from them. A new transparency log begins, the old one is kept beside it.
			Join tokens made before are void.""";

	private static final String TOGETHER = """
			It goes on from then. That is right only if ALL nodes of the federation go back to that moment together:
			a validator that goes back alone contradicts itself.""";

	private static final String GENESIS = "genesis.cbor";

	private final PrintStream out;

	private final InstantSource clock;

	public RestoreCommand(PrintStream out, InstantSource clock) {
		this.out = out;
		this.clock = clock;
	}

	/** The exit code. */
	public int run(Command.Restore command) {
		try (InputStream in = BackupFile.read(command.from(), command.passphraseFile());
				ArchiveReader archive = ArchiveReader.open(in)) {
			if (command.place().isEmpty()) {
				archive.read(file -> Optional.empty());
				out.println("every file is as it was backed up on " + archive.manifest().made() + ": "
						+ Told.of(archive.manifest()));
				return 0;
			}
			restore(command, command.place().get(), archive);
			return 0;
		}
		catch (BackupException wrong) {
			throw new RefusedException(
					"nothing was restored, since " + command.from() + " is not good: " + wrong.getMessage(),
					"use another copy of the backup", wrong);
		}
		catch (IOException failure) {
			throw new RefusedException(
					"cannot read " + command.from() + ": " + FederationDirectory.reason(command.from(), failure),
					"check the file and its permissions", failure);
		}
	}

	private void restore(Command.Restore command, Command.Place place, ArchiveReader archive) {
		Manifest manifest = archive.manifest();
		String prefix = prefix(command, place, manifest);
		Path target = place.path().toAbsolutePath().normalize();
		requireRoom(manifest, target);
		boolean alone = !place.federation() && !command.everyNode();
		NewDirectory.make(target, "restore-" + ProcessHandle.current().pid(), draft -> {
			Destination destination = new Destination(draft, prefix, alone);
			archive.read(destination);
			requireBelonging(place, manifest, draft, target);
			// what is put aside now is durable, and then that it was
			destination.sync();
			for (Path home : place.federation() ? StoppedNodes.in(draft) : List.of(draft)) {
				if (alone) {
					LoneReturn.prepare(home, clock.instant());
				}
				else if (command.newLogs()) {
					LoneReturn.newLog(home, clock.instant());
				}
			}
			destination.sync();
			return draft;
		});
		tell(command, manifest, target, alone);
	}

	/** What the paths begin with that are wanted. */
	private static String prefix(Command.Restore command, Command.Place place, Manifest manifest) {
		boolean whole = manifest.kind() == Manifest.Kind.FEDERATION;
		if (place.federation() && !whole) {
			throw new RefusedException(command.from() + " is a backup of the one node " + manifest.owner(),
					"restore it with --home");
		}
		if (place.federation() || !whole) {
			if (command.node().filter(node -> !node.equals(manifest.owner())).isPresent()) {
				throw new RefusedException(command.from() + " is a backup of " + manifest.owner(),
						"leave --node out, or take the backup of that node");
			}
			return "";
		}
		String node = command.node()
			.orElseThrow(() -> new RefusedException(command.from() + " is a backup of a whole federation",
					"say which node's home you want with --node, or restore all of it with --dir"));
		String prefix = node + "/";
		if (manifest.files().stream().noneMatch(file -> file.path().equals(prefix + GENESIS))) {
			throw new RefusedException(command.from() + " has no node " + node, "it is a folder's name, such as node3");
		}
		return prefix;
	}

	/**
	 * That it is a home or a federation of the chain it says, and not put among the nodes
	 * of another.
	 */
	private static void requireBelonging(Command.Place place, Manifest manifest, Path draft, Path target)
			throws IOException {
		String chain = place.federation() ? chainOf(FederationDirectory.open(draft)) : chainOf(NodeHome.open(draft));
		if (!chain.equals(manifest.chain())) {
			throw new BackupException("its manifest says chain " + manifest.chain() + ", its files are of " + chain);
		}
		Path around = Objects.requireNonNull(target.getParent()).resolve(GENESIS);
		if (Files.isRegularFile(around)
				&& !Arrays.equals(Files.readAllBytes(around), Files.readAllBytes(draft.resolve(GENESIS)))) {
			throw new RefusedException(
					"the backup is of chain " + chain + ", and " + target + " would lie in another federation",
					"choose another place");
		}
	}

	private static String chainOf(NodeHome home) {
		return home.genesis().chainId().value();
	}

	private static String chainOf(FederationDirectory directory) {
		for (Validator validator : directory.validators()) {
			if (!NodeHome.open(directory.home(validator)).id().equals(validator.id())) {
				throw new BackupException("it has another node's key in the home of " + validator.name());
			}
		}
		return directory.genesis().genesis().chainId().value();
	}

	private static void requireRoom(Manifest manifest, Path target) {
		Path parent = target;
		while (!Files.isDirectory(parent)) {
			parent = Objects.requireNonNull(parent.getParent(), "the root directory is one");
		}
		try {
			long room = Files.getFileStore(parent).getUsableSpace();
			if (manifest.bytes() > room) {
				throw new RefusedException("the backup has " + manifest.bytes() + " bytes and the disk of " + target
						+ " has room for " + room, "make room, or choose another place");
			}
		}
		catch (IOException unknown) {
			throw new RefusedException("cannot look for room on the disk of " + target + ": " + unknown.getMessage(),
					"choose another place", unknown);
		}
	}

	/**
	 * They are those of the backup: lower ones let the node accept less until it has
	 * walked.
	 */
	private static Optional<String> marks(Path home) {
		return new Reset(home.resolve("bootstrap")).marks()
			.map(marks -> "its marks are those of the backup: certificates at least " + marks.certificates().key()
					+ ", consensus at least " + marks.consensus().key());
	}

	private void tell(Command.Restore command, Manifest manifest, Path target, boolean alone) {
		out.println("restored " + command.node().map(node -> node + " out of ").orElse("") + Told.of(manifest)
				+ ", made on " + manifest.made() + ", to " + target);
		if (!alone) {
			out.println(TOGETHER);
			return;
		}
		if (Files.isDirectory(target.resolve("hashgraph"))) {
			out.println(ALONE);
		}
		out.println("Never run a second node with this key. Start this one with");
		out.println("  java -jar platform-app.jar node --web3.node.home=" + target);
		marks(target).ifPresent(out::println);
	}

}
