package org.web3ecosystem.platform.membership;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

import org.web3ecosystem.platform.client.PassphraseFile;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.ca.Generation;
import org.web3ecosystem.trustchain.ca.PassphraseOrigin;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.ca.Succession;
import org.web3ecosystem.trustchain.rotation.Intermediates;

/**
 * Makes a validator's next intermediates, while the root key is at hand. The node may
 * run; it does not look at them before it is told to, or started.
 */
public final class AuthorityCommand {

	private static final String KEYS = "--root-key is the file root-key.p8 that init exported, --root a directory that 'authority root' wrote, --passphrase-file the passphrase of the key";

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
		try (RootCeremony ceremony = ceremony(command, home, passphrase)) {
			ceremony.write(next, validator.name(), validator.id(), validator.endpoints());
		}
		catch (CaException refused) {
			throw new RefusedException(String.valueOf(refused.getMessage()), KEYS, refused);
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

	private RootCeremony ceremony(Command.RenewAuthority command, NodeHome home, char[] passphrase) {
		return command.another()
				? RootCeremony.resume(home.genesis(), command.root(), passphrase, clock.instant(),
						Succession.read(command.root()))
				: RootCeremony.resume(home.genesis(), command.root(), passphrase, clock.instant());
	}

	/** The exit code. */
	public int run(Command.SucceedRoot command) {
		NodeHome home = NodeHome.open(command.home());
		if (Files.exists(command.to())) {
			throw new RefusedException(command.to() + " is there already", "name a directory that is not, with --to");
		}
		char[] passphrase = PassphraseFile.read(command.passphraseFile()).toCharArray();
		try (RootCeremony ceremony = RootCeremony.resume(home.genesis(), command.rootKey(), passphrase,
				clock.instant())) {
			ceremony.succeed(command.to(), passphrase, PassphraseOrigin.CHOSEN, clock.instant());
		}
		catch (CaException refused) {
			throw new RefusedException(String.valueOf(refused.getMessage()), KEYS, refused);
		}
		catch (IOException failure) {
			throw new RefusedException("cannot write to " + command.to() + ": " + failure.getMessage(),
					"check the directory, its permissions and the disk", failure);
		}
		out.println("the next root of " + home.genesis().federation() + " is in " + command.to()
				+ ", its key encrypted with the same passphrase");
		out.println("  authority anchor --home=… --root=" + command.to() + "     by the operators of "
				+ home.genesis().quorum() + " validators: it is trusted beside the first");
		out.println("  authority renew --home=… --root=" + command.to()
				+ " --passphrase-file=…     for each validator, then authority install");
		out.println("take both root keys off this machine again");
		return 0;
	}

}
