package org.web3ecosystem.platform.backup;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * Packs a stopped node's home, or a whole stopped federation, into one file. The nodes
 * cannot start while it reads.
 */
public final class BackupCommand {

	private final PrintStream out;

	private final InstantSource clock;

	private final SecureRandom random;

	public BackupCommand(PrintStream out, InstantSource clock, SecureRandom random) {
		this.out = out;
		this.clock = clock;
		this.random = random;
	}

	/** The exit code. */
	public int run(Command.Backup command) {
		Path root = real(command.place().path());
		Path file = command.to().toAbsolutePath().normalize();
		refuseTarget(root, file);
		boolean sealed = command.passphraseFile().isPresent();
		Manifest.Kind kind = command.place().federation() ? Manifest.Kind.FEDERATION : Manifest.Kind.NODE;
		Genesis genesis = kind == Manifest.Kind.NODE ? NodeHome.open(root).genesis()
				: FederationDirectory.open(root).genesis().genesis();
		String owner = kind == Manifest.Kind.NODE ? NodeHome.open(root).shortName() : genesis.federation();
		try (StoppedNodes _ = new StoppedNodes(kind == Manifest.Kind.NODE ? List.of(root) : StoppedNodes.in(root))) {
			Manifest manifest = new Manifest(kind, clock.instant(), genesis.chainId().value(), owner,
					ArchiveWriter.look(root, Contents.of(root, sealed)));
			BackupFile.write(file, command.passphraseFile(), random,
					target -> ArchiveWriter.write(root, manifest, target));
			tell(manifest, file, sealed, Files.exists(root.resolve(Contents.ROOT_PASSPHRASE)));
			return 0;
		}
		catch (IOException failure) {
			throw new RefusedException("no backup was made of " + root + ": " + FederationDirectory.reason(failure),
					"check both directories, their permissions and the room on the disk", failure);
		}
		catch (BackupException failure) {
			throw new RefusedException("no backup was made of " + root + ": " + failure.getMessage(),
					"look what is in that directory that no node made", failure);
		}
	}

	private void tell(Manifest manifest, Path file, boolean sealed, boolean rootPassphrase) {
		out.println("backed up " + Told.of(manifest) + " to " + file);
		if (sealed) {
			out.println("encrypted; without the passphrase nobody opens it, not even you");
			return;
		}
		out.println("! NOT ENCRYPTED, and it holds PRIVATE KEYS: who reads it can be this node.");
		out.println("! Keep it as you keep the keys, or make another with --passphrase-file=F");
		if (rootPassphrase) {
			out.println("! " + Contents.ROOT_PASSPHRASE + " was left out: keep it elsewhere, or encrypt the backup");
		}
	}

	private static Path real(Path path) {
		try {
			return path.toRealPath();
		}
		catch (IOException absent) {
			throw new RefusedException("there is no directory " + path, "name one that init or join made", absent);
		}
	}

	private static void refuseTarget(Path root, Path file) {
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
			throw new RefusedException(file + " exists", "choose another name with --to");
		}
		if (file.startsWith(root)) {
			throw new RefusedException(file + " lies in what is to be backed up", "choose another place with --to");
		}
	}

}
