package org.web3ecosystem.platform.membership;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;

import org.web3ecosystem.platform.client.PassphraseFile;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.ca.Generation;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.rotation.Intermediates;

/**
 * Makes a validator's next intermediates, while the root key is at hand. The node may
 * run; it does not look at them before it is told to, or started.
 */
public final class AuthorityCommand {

	private final PrintStream out;

	private final InstantSource clock;

	public AuthorityCommand(PrintStream out, InstantSource clock) {
		this.out = out;
		this.clock = clock;
	}

	/** The exit code. */
	public int run(Command.RenewAuthority command) {
		NodeHome home = NodeHome.open(command.home());
		Validator validator = home.genesis()
			.validator(home.id())
			.orElseThrow(() -> new RefusedException(
					"the node in " + home.path() + " does not validate, so it has no authority",
					"name the home of a validator"));
		Path next = home.path().resolve("trustchain").resolve(Intermediates.NEXT);
		if (Generation.exists(next)) {
			throw new RefusedException("others wait to be installed already, in " + next,
					"install them with: authority install --home=" + home.path() + ", or delete that directory");
		}
		char[] passphrase = PassphraseFile.read(command.passphraseFile()).toCharArray();
		try (RootCeremony ceremony = RootCeremony.resume(home.genesis(), command.rootKey(), passphrase,
				clock.instant())) {
			ceremony.write(next, validator.name(), validator.id(), validator.endpoints());
		}
		catch (CaException refused) {
			throw new RefusedException(String.valueOf(refused.getMessage()),
					"--root-key is the file root-key.p8 that init exported, --passphrase-file its passphrase", refused);
		}
		catch (IOException failure) {
			throw new RefusedException("cannot write to " + next + ": " + failure.getMessage(),
					"check the directory, its permissions and the disk", failure);
		}
		out.println("new intermediates for " + validator.name() + " wait in " + next);
		out.println("  authority install --home=" + home.path()
				+ "     has them issue while the node runs; a start does too");
		out.println("take the root key off this machine again");
		return 0;
	}

}
