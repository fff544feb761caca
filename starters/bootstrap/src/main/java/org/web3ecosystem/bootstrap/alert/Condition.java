package org.web3ecosystem.bootstrap.alert;

/** What administrators are told of. */
public enum Condition {

	/**
	 * Certificates are judged or given by another than who should, or by nobody. None is
	 * accepted that was rejected.
	 */
	CERTIFICATE_FAILURE("certificate-failure"),

	/** Names are answered by another than who should, or by nobody. */
	NAME_FAILURE("name-failure"),

	/** Proofs are made and checked in a lesser way, or by nobody. */
	CONSENSUS_FAILURE("consensus-failure"),

	/** Connections are made in a lesser way, or by nobody. */
	TRANSPORT_FAILURE("transport-failure"),

	/** The node is degraded for another reason. */
	DEGRADED("degraded");

	private final String key;

	Condition(String key) {
		this.key = key;
	}

	/** As in JSON, in metrics and in the log. */
	public String key() {
		return key;
	}

}
