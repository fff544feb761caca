package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

import org.web3ecosystem.hypermesh.name.NameProof;
import org.web3ecosystem.hypermesh.name.ProvenName;
import org.web3ecosystem.hypermesh.name.RecordText;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofFile;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.genesis.Genesis;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks what a ledger says of a name, with nothing but the genesis document. */
public final class NameProofCommand {

	private final PrintStream out;

	private final InstantSource clock;

	public NameProofCommand(PrintStream out, InstantSource clock) {
		this.out = out;
		this.clock = clock;
	}

	/** The exit code: that a name is not there is an answer, too. */
	public int run(Command.VerifyName command) {
		Genesis genesis = GenesisFile.read(command.genesis());
		ProofVerifier proofs = new ProofVerifier(genesis);
		ProvenName proven = proven(command, proofs);
		int validators = proofs.rosters().roster(proven.root().epoch()).orElseThrow().members().size();
		new Printer(out, command.json()).print(document(proven, genesis, validators));
		return 0;
	}

	private ProvenName proven(Command.VerifyName command, ProofVerifier proofs) {
		Path file = command.file();
		try {
			if (Files.size(file) > ProofFile.MAX_BYTES) {
				throw new ProofException("it is too large");
			}
			return new NameProof(proofs, clock).check(Files.readAllBytes(file), command.name(), command.maxAge());
		}
		catch (IOException unreadable) {
			throw new RefusedException("cannot read " + file, "name a file that 'proof get --name' wrote", unreadable);
		}
		catch (ProofException wrong) {
			throw new RefusedException(file + " does not prove what " + command.name() + " is: " + wrong.getMessage(),
					"do not believe what it says; if it is only old, get another or give --max-age", wrong);
		}
		catch (IllegalArgumentException elsewhere) {
			throw new RefusedException(String.valueOf(elsewhere.getMessage()),
					"name one of the federation whose genesis document this is", elsewhere);
		}
	}

	private static ObjectNode document(ProvenName proven, Genesis genesis, int validators) {
		ProvenEntry entry = proven.entry();
		ObjectNode json = JsonMapper.shared()
			.createObjectNode()
			.put("chain", genesis.chainId().value())
			.put("name", proven.name().text())
			.put("says", switch (proven) {
				case ProvenName.Registered registered -> "it has these records";
				case ProvenName.OfAsset asset -> "it leads to the nodes that have the asset";
				case ProvenName.Absent absent -> "nobody has registered it";
			})
			.put("proven by", entry.module() + " " + entry.key())
			.put("height", proven.root().height().number())
			.put("time", proven.root().consensusTime().toString())
			.put("root", proven.root().rootHex())
			.put("signed by", entry.root().signatures().size() + " of " + validators + " validators");
		switch (proven) {
			case ProvenName.Registered registered -> records(registered, json.putArray("records"));
			case ProvenName.OfAsset asset -> {
				ArrayNode nodes = json.putArray("nodes");
				asset.nodes().forEach(node -> nodes.addObject().put("id", node.hex()));
			}
			case ProvenName.Absent absent -> {
			}
		}
		return json;
	}

	private static void records(ProvenName.Registered registered, ArrayNode records) {
		for (ProvenName.Lease lease : registered.leases()) {
			for (ResourceRecord record : lease.records()) {
				records.addObject()
					.put("record", RecordText.of(record))
					.put("ttl", lease.ttl().toSeconds())
					.put("until", lease.until().toString())
					.put("by", lease.node().hex());
			}
		}
		for (ResourceRecord record : registered.founding()) {
			records.addObject().put("record", RecordText.of(record)).put("by", "the genesis document");
		}
	}

}
