package org.web3ecosystem.hypermesh.state;

import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * Checks what a ledger says, with nothing but the genesis document and the rosters that
 * followed, each signed by the one before: no node, no clock, no network. It shows that
 * more than two thirds of the weight signed a state with that entry at that height; it
 * cannot show that there is no later one. Thread-safe.
 */
public final class ProofVerifier {

	private static final int REMEMBERED_ROOTS = 256;

	private final Rosters rosters;

	private final FoundRight roots = new FoundRight(REMEMBERED_ROOTS);

	public ProofVerifier(Genesis genesis) {
		this(new Rosters(genesis));
	}

	public ProofVerifier(Rosters rosters) {
		this.rosters = rosters;
	}

	/** What it knows of the epochs, to be told more. */
	public Rosters rosters() {
		return rosters;
	}

	/**
	 * Reads and checks an encoded {@link ProvenEntry}.
	 * @throws ProofException saying what does not hold
	 */
	public ProvenEntry verify(byte[] encoded) {
		try {
			ProvenEntry entry = ProvenEntry.decode(encoded);
			verify(entry);
			return entry;
		}
		catch (CborException malformed) {
			throw new ProofException("not a proven entry: " + malformed.getMessage(), malformed);
		}
	}

	/**
	 * @throws ProofException saying what does not hold; {@link UnknownEpochException} if
	 * the roster of its epoch is to be learned first
	 */
	public void verify(ProvenEntry entry) {
		if (!entry.isConsistent()) {
			throw new ProofException("the entry is not in the state with that root");
		}
		verify(entry.root());
	}

	/**
	 * @throws ProofException saying what does not hold; {@link UnknownEpochException} if
	 * the roster of its epoch is to be learned first
	 */
	public void verify(AttestedRoot root) {
		roots.isRight(Sha256.of(root.encode()), () -> {
			root.verify(rosters);
			return true;
		});
	}

}
