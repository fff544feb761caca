package org.web3ecosystem.platform.kubernetes;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.federation.NewDirectory;
import org.web3ecosystem.spi.DurableFile;

/**
 * Takes the home of the validator in this pod out of its Secret and into its volume,
 * once. The Secret is emptied when the home is on disk for good, so that its keys are in
 * one place; a volume that was lost does not come back with them, since a validator that
 * has forgotten what it signed would contradict itself.
 */
public final class MoveInCommand {

	/** Beside the home while its Secret may have keys in it. */
	private static final String MOVING = ".moving-in";

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final ClusterApi cluster;

	private final PrintStream out;

	public MoveInCommand(ClusterApi cluster, PrintStream out) {
		this.cluster = cluster;
		this.out = out;
	}

	/** Whether there is nothing left to do, which needs no cluster to be seen. */
	public static boolean isDone(Command.MoveIn command) {
		Path home = command.home().toAbsolutePath().normalize();
		return !FederationDirectory.isVacant(home) && !Files.exists(home.resolveSibling(MOVING));
	}

	/** The exit code. */
	public int run(Command.MoveIn command) {
		Papers papers = Papers.ofPod(command.pod());
		String secret = Papers.home(command.pod());
		Path home = command.home().toAbsolutePath().normalize();
		Path moving = home.resolveSibling(MOVING);
		try {
			if (FederationDirectory.isVacant(home)) {
				Paper federation = founded(papers);
				Map<String, byte[]> keys = keys(secret, federation);
				DurableFile.write(moving, new byte[0]);
				NewDirectory.make(home, "move-in", draft -> {
					HomeFiles.write(draft, keys);
					return draft;
				});
				// stored before emptied, or a power failure takes the only copy
				DurableFile.syncDirectory(DurableFile.directoryOf(home));
			}
			cluster.empty(secret);
			Files.deleteIfExists(moving);
		}
		catch (IOException failure) {
			throw new RefusedException("cannot move into " + home + ": " + FederationDirectory.reason(failure),
					"see that the volume can be written by this user", failure);
		}
		catch (IllegalArgumentException foreign) {
			throw new RefusedException("the Secret " + secret + " has no home in it: " + foreign.getMessage(),
					"let the founding fill it", foreign);
		}
		out.println("moved into " + home + "; the Secret " + secret + " is empty");
		return 0;
	}

	/** Waits for the federation to be founded. */
	private Paper founded(Papers papers) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		Paper federation = cluster.read(Kind.CONFIG_MAP, papers.federation());
		while (federation.text(FoundCommand.CHAIN).isEmpty() && System.nanoTime() < deadline) {
			LockSupport.parkNanos(PAUSE.toNanos());
			federation = cluster.read(Kind.CONFIG_MAP, papers.federation());
		}
		if (federation.text(FoundCommand.CHAIN).isEmpty()) {
			throw new RefusedException("the federation is not founded after " + PATIENCE.toMinutes() + " minutes",
					"see what the Job that founds it says");
		}
		return federation;
	}

	private Map<String, byte[]> keys(String secret, Paper federation) {
		Paper there = cluster.read(Kind.SECRET, secret);
		if (there.isEmpty()) {
			throw new RefusedException(
					"there is no home in the Secret " + secret
							+ " and none in this volume: it was taken already, or the"
							+ " federation was founded without this validator",
					"put its backup back into the volume: old keys without their past would contradict it");
		}
		Map<String, byte[]> keys = HomeFiles.of(federation.text(FoundCommand.CHAIN).orElse(""), there.bytes());
		if (!Arrays.equals(keys.get(FoundCommand.GENESIS), federation.bytes().get(FoundCommand.GENESIS))) {
			throw new RefusedException("the home in the Secret " + secret + " is of another founding",
					"begin anew: take all papers of the federation out, as the chart's README says");
		}
		return keys;
	}

}
