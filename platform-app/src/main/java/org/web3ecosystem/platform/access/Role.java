package org.web3ecosystem.platform.access;

/** In which capacity somebody asks: a column of the table. */
public enum Role {

	/** Anybody: shows nothing and proves nothing. */
	READER("reader"),
	/**
	 * Sends what the owner of an account, an asset or a package has signed. The edge
	 * knows no owners: the ledger checks the signature, whoever brings it.
	 */
	OWNER("owner"),
	/** Shows, over HTTPS, a certificate that the certificate seat accepts for it. */
	OPERATOR("operator"),
	/** Acts through STOQ, by its vote: has no cell here. */
	VALIDATOR("validator"),
	/** Acts by signatures of m of n in ordered transactions: has no cell here. */
	FEDERATION_ADMIN("federation admin");

	private final String text;

	Role(String text) {
		this.text = text;
	}

	/** As documents and audit records call it. */
	public String text() {
		return text;
	}

}
