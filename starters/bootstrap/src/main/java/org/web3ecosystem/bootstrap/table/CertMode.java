package org.web3ecosystem.bootstrap.table;

import java.util.List;

/** Which identities count, weakest first: {@code cert_mode}. */
public enum CertMode implements Mode {

	/**
	 * Self-signed, pinned by node id. {@code trustchain} is second so that a late starter
	 * whose peers already refuse self-signed identities still gets in.
	 */
	SELF_SIGNED("self_signed", List.of("self-signed", "trustchain")),

	TRUSTCHAIN("trustchain", List.of("trustchain", "previous-valid")),

	CONSENSUS_VALIDATED("consensus_validated", List.of("consensus-validated", "previous-valid"));

	private final String key;

	private final List<String> offers;

	CertMode(String key, List<String> offers) {
		this.key = key;
		this.offers = offers;
	}

	@Override
	public String key() {
		return key;
	}

	@Override
	public List<String> offers() {
		return offers;
	}

	/** Whether a peer with a self-signed identity is turned away. */
	public boolean refusesSelfSigned() {
		return this != SELF_SIGNED;
	}

}
