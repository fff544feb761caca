package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofFile;
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
		ProofVerifier proofs = new ProofVerifier(genesis);
		ProvenEntry entry = verified(command.file(), proofs);
		int validators = validators(entry, proofs);
		if (command.json()) {
			new Printer(out, true).print(document(entry, genesis, validators));
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
		out.println("signed by  " + entry.root().signatures().size() + " of " + validators + " validators");
		out.println("epoch      " + entry.root().root().epoch().number());
		return 0;
	}

	private static int validators(ProvenEntry entry, ProofVerifier proofs) {
		return proofs.rosters().roster(entry.root().root().epoch()).orElseThrow().members().size();
	}

	private static JsonNode document(ProvenEntry entry, Genesis genesis, int validators) {
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
		return json.put("epoch", entry.root().root().epoch().number()).put("validators", validators);
	}

	private static ProvenEntry verified(Path file, ProofVerifier proofs) {
		try {
			if (Files.size(file) > ProofFile.MAX_BYTES) {
				throw new ProofException("it is too large");
			}
			return ProofFile.verify(Files.readAllBytes(file), proofs);
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
