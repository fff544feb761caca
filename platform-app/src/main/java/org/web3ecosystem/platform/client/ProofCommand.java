package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.genesis.Genesis;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks an entry of a ledger with nothing but the genesis document. */
public final class ProofCommand {

	private final PrintStream out;

	public ProofCommand(PrintStream out) {
		this.out = out;
	}

	/** The exit code. */
	public int run(Command.VerifyProof command) {
		Genesis genesis = GenesisFile.read(command.genesis());
		ProvenEntry entry = verified(command.file(), genesis);
		if (command.json()) {
			new Printer(out, true).print(document(entry, genesis));
			return 0;
		}
		out.println("chain      " + genesis.chainId());
		out.println("module     " + entry.module());
		out.println("key        " + entry.key());
		out.println("value      " + entry.value()
			.map(value -> HexFormat.of().formatHex(value))
			.orElse("none: the ledger has no entry of this key"));
		out.println("height     " + entry.root().root().height().number());
		out.println("root       " + entry.root().root().rootHex());
		out.println("signed by  " + entry.root().signatures().size() + " of " + genesis.validators().size()
				+ " validators");
		return 0;
	}

	private static JsonNode document(ProvenEntry entry, Genesis genesis) {
		ObjectNode json = JsonMapper.shared()
			.createObjectNode()
			.put("chain", genesis.chainId().value())
			.put("module", entry.module())
			.put("key", entry.key())
			.put("present", entry.value().isPresent());
		entry.value().ifPresent(value -> json.put("value", HexFormat.of().formatHex(value)));
		json.put("height", entry.root().root().height().number()).put("root", entry.root().root().rootHex());
		ArrayNode signers = json.putArray("signers");
		entry.root().signatures().forEach(signature -> signers.add(signature.signer().hex()));
		return json.put("validators", genesis.validators().size());
	}

	private static ProvenEntry verified(Path file, Genesis genesis) {
		try {
			if (Files.size(file) > ProvenEntry.MAX_BYTES) {
				throw new ProofException("it is too large");
			}
			return new ProofVerifier(genesis).verify(Files.readAllBytes(file));
		}
		catch (IOException unreadable) {
			throw new RefusedException("cannot read " + file, "name a file that 'proof get' wrote", unreadable);
		}
		catch (ProofException wrong) {
			throw new RefusedException(file + " proves nothing: " + wrong.getMessage(), "do not believe what it says",
					wrong);
		}
	}

}
