package org.web3ecosystem.bootstrap.table;

/**
 * High-water marks: what the node has once required, it keeps requiring in every phase
 * until an operator lowers it. A cut-off minority must not accept weaker identities or
 * unproven writes because it is cut off. Where names are looked up is no mark: that alone
 * a retreat may widen.
 *
 * @param certificates which identities count at least; with it goes the refusal of
 * self-signed peers
 * @param consensus how much must be proven at least
 * @param falcon the transport's second signature at least
 */
public record Marks(CertMode certificates, ConsensusMode consensus, FalconMode falcon) {

	/** Nothing was required yet. */
	public static final Marks NONE = new Marks(CertMode.SELF_SIGNED, ConsensusMode.NONE, FalconMode.OFF);

	public Marks raisedTo(PhaseRow row) {
		return new Marks(Mode.stronger(certificates, row.certificates()), Mode.stronger(consensus, row.consensus()),
				Mode.stronger(falcon, row.falcon()));
	}

	/** Exactly what a row requires; only an operator's reset uses it. */
	public static Marks of(PhaseRow row) {
		return new Marks(row.certificates(), row.consensus(), row.falcon());
	}

	public boolean refusesSelfSigned() {
		return certificates.refusesSelfSigned();
	}

}
