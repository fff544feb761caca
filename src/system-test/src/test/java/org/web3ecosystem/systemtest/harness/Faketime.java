package org.web3ecosystem.systemtest.harness;

import java.util.List;

/** A clock that is wrong, for one process: libfaketime. Monotonic time stays right. */
public final class Faketime {

	private Faketime() {
	}

	/**
	 * What a command is preceded by, so that its clock is off.
	 * @param offset such as {@code +1h}
	 */
	public static List<String> off(String offset) {
		// the program faketime would stay between us and the process, its library does
		// not
		String library = Peer.FAKETIME.run("-m", "-f", offset, "printenv", "LD_PRELOAD").successfully().strip();
		return List.of("env", "LD_PRELOAD=" + library, "FAKETIME=" + offset, "FAKETIME_DONT_FAKE_MONOTONIC=1");
	}

}
