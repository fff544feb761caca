package org.web3ecosystem.systemtest.harness;

import java.time.Duration;
import java.util.List;

/** A disk that keeps things late, for one process: strace holds up its syncs. */
final class SlowDisk {

	private SlowDisk() {
	}

	/**
	 * What a command is preceded by, so that each fsync and fdatasync takes so much
	 * longer. The process keeps its place, strace is beside it and stops at nothing else.
	 */
	static List<String> late(Duration by) {
		Peer.STRACE.require();
		return List.of("strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
				"-e", "inject=fsync,fdatasync:delay_enter=" + by.toMillis() + "ms");
	}

}
