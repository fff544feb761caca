import java.nio.file.Files;
import java.nio.file.Path;

import org.web3ecosystem.hashgraph.evidence.GossipEvidence;
import org.web3ecosystem.hypermesh.conduct.Evidence;
import org.web3ecosystem.hypermesh.state.ProofFile;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.SignedGenesis;

/**
 * Has a genesis document and a file with a proof, and asks nobody: says whom the evidence
 * in it convicts.
 */
public class VerifyEvidence {

	public static void main(String[] arguments) throws Exception {
		Genesis genesis = SignedGenesis.decode(Files.readAllBytes(Path.of(arguments[0]))).genesis();
		ProvenEntry entry = ProofFile.verify(Files.readAllBytes(Path.of(arguments[1])), new ProofVerifier(genesis));
		Evidence evidence = Evidence.decode(entry.value().orElseThrow());
		boolean convicts = evidence.verify(Roster.of(genesis), new GossipEvidence()).isPresent();
		System.out.println((convicts ? "convicts " : "does not convict ") + genesis.validator(evidence.accused()).orElseThrow().name()
				+ " " + evidence.id());
	}

}
