package org.web3ecosystem.spi.genesis;

/**
 * Versions of the ledger's rules that some software knows: which commands there are, what
 * they do, how it is all encoded. The rules of a federation begin with the version in its
 * genesis document and are of a later one from the epoch on that was ordered with it.
 *
 * @param oldest from 1
 * @param newest not below {@code oldest}
 */
public record Protocols(long oldest, long newest) {

	/**
	 * The first version in which the federation can order that operations are proven with
	 * fewer proofs for a time.
	 */
	public static final long REDUCED_PROOFS = 11;

	/**
	 * The first version in which a gossip key is taken from nobody but the node whose it
	 * is.
	 */
	public static final long OWN_GOSSIP_KEYS = 11;

	/** The first version in which each validator can have a proposal of its own. */
	public static final long PROPOSAL_OF_EACH = 11;

	/**
	 * The first version in which an epoch begins only if those who approved and signed
	 * it, and so have the ledger, are a quorum in it too.
	 */
	public static final long JOINT_QUORUM = 11;

	/** The first version in which the federation can go into emergency mode. */
	public static final long EMERGENCY_MODE = 12;

	/** Those that this software knows. */
	public static final Protocols SPOKEN = new Protocols(10, Genesis.PROTOCOL_VERSION);

	public Protocols {
		if (oldest < 1 || newest < oldest) {
			throw new IllegalArgumentException("protocol versions are from 1 on, not " + oldest + " to " + newest);
		}
	}

	/** Whether the rules of a version are known. */
	public boolean has(long version) {
		return version >= oldest && version <= newest;
	}

	/** For people. */
	@Override
	public String toString() {
		return oldest == newest ? Long.toString(oldest) : oldest + " to " + newest;
	}

}
