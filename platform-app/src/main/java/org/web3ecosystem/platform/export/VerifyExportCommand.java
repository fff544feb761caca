package org.web3ecosystem.platform.export;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

import org.web3ecosystem.hypermesh.export.ExportVerifier;
import org.web3ecosystem.hypermesh.export.ExportVerifier.Found;
import org.web3ecosystem.hypermesh.export.ExportVerifier.WrongExportException;
import org.web3ecosystem.hypermesh.state.NodeSignature;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.platform.client.GenesisFile;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Checks an export with the genesis document alone: no node, no network. What is wrong is
 * named by its line.
 */
public final class VerifyExportCommand {

	private static final int BUFFER = 64 * 1024;

	private final PrintStream out;

	private final PrintStream err;

	public VerifyExportCommand(PrintStream out, PrintStream err) {
		this.out = out;
		this.err = err;
	}

	/** The exit code: 1 if something does not hold. */
	public int run(Command.VerifyExport command) {
		Genesis genesis = GenesisFile.read(command.genesis());
		try (InputStream in = open(command.file())) {
			tell(new ExportVerifier(genesis).verify(in), genesis, out);
			return 0;
		}
		catch (WrongExportException wrong) {
			err.println("wrong: " + command.file() + ": " + wrong.getMessage());
			return 1;
		}
		catch (IOException unreadable) {
			throw new RefusedException(
					"cannot read " + command.file() + ": " + FederationDirectory.reason(command.file(), unreadable),
					"check the file and its permissions", unreadable);
		}
	}

	static InputStream open(Path file) throws IOException {
		return new BufferedInputStream(Files.newInputStream(file), BUFFER);
	}

	static void tell(Found found, Genesis genesis, PrintStream out) {
		StateRoot root = found.root().root();
		out.println("ledger of " + genesis.federation() + ", chain " + root.chainId() + ", at height "
				+ root.height().number() + " of " + root.consensusTime());
		out.println("  state root " + root.rootHex());
		out.println("  signed by " + found.root()
			.signatures()
			.stream()
			.map(NodeSignature::signer)
			.map(signer -> genesis.validator(signer).map(Validator::name).orElse(signer.brief()))
			.collect(Collectors.joining(", ")) + ", more than two thirds of the weight");
		out.println("  " + found.total() + " entries, each with its proof, none missing: "
				+ found.entries()
					.entrySet()
					.stream()
					.map(module -> module.getKey() + " " + module.getValue())
					.collect(Collectors.joining(", ")));
	}

}
