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
		// the library alone: the program would stand between us and the process
		String library = Peer.FAKETIME.run("-m", "-f", offset, "printenv", "LD_PRELOAD").successfully().strip();
		// monotonic time is left alone, so its fix for waits is not needed; it makes a
		// start ten times as long
		return List.of("env", "LD_PRELOAD=" + library, "FAKETIME=" + offset, "FAKETIME_DONT_FAKE_MONOTONIC=1",
				"FAKETIME_FORCE_MONOTONIC_FIX=0");
	}

}
