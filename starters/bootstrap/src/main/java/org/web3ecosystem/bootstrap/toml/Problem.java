package org.web3ecosystem.bootstrap.toml;

/**
 * A mistake in the table of phases.
 *
 * @param where file and line, or the property
 * @param what is wrong
 * @param action what to do about it
 */
public record Problem(String where, String what, String action) {

	@Override
	public String toString() {
		return where + ": " + what;
	}

}
