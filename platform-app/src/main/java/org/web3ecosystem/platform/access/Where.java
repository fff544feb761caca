package org.web3ecosystem.platform.access;

/**
 * A cell of the table: from where a role may use a verb. A write needs HTTPS wherever it
 * comes from.
 */
public enum Where {

	/** Not at all. */
	NOWHERE("–"),
	/** From this machine, addressed by a name of its own. */
	HERE("here"),
	/**
	 * From this machine; over HTTPS from elsewhere too if this node's operator has
	 * switched on {@code web3.platform.owners-from-anywhere}.
	 */
	BY_CHOICE("here, by choice anywhere"),
	/** From every machine, over HTTPS. */
	SECURELY("anywhere over HTTPS"),
	/** From every machine. */
	ANYWHERE("anywhere");

	private final String text;

	Where(String text) {
		this.text = text;
	}

	/** As documents show it. */
	public String text() {
		return text;
	}

}
