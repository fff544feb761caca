package org.web3ecosystem.systemtest.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A clock that is wrong, for one process: libfaketime. Monotonic time stays right. */
public final class Faketime {

	private Faketime() {
	}

	/**
	 * What a command is preceded by, so that its clock is off.
	 * @param offset such as {@code +1h}
	 */
	public static List<String> off(String offset) {
		return faked("FAKETIME=" + offset);
	}

	/**
	 * The same, off by what a file says within the last second.
	 * @param offset the file; in it something such as {@code +10m}
	 */
	public static List<String> offBy(Path offset) {
		return faked("FAKETIME_TIMESTAMP_FILE=" + offset, "FAKETIME_CACHE_DURATION=1");
	}

	private static List<String> faked(String... settings) {
		// the library alone: the program would stand between us and the process
		String library = Peer.FAKETIME.run("-m", "-f", "+0", "printenv", "LD_PRELOAD").successfully().strip();
		// monotonic time is left alone, so its fix for waits is not needed; it makes a
		// start ten times as long
		return Stream
			.concat(Stream.of("env", "LD_PRELOAD=" + library, "FAKETIME_DONT_FAKE_MONOTONIC=1",
					"FAKETIME_FORCE_MONOTONIC_FIX=0"), Stream.of(settings))
			.toList();
	}

}
