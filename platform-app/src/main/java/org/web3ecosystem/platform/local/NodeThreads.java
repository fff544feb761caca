package org.web3ecosystem.platform.local;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Remembers for every thread in the process on behalf of which node it was made, so that
 * four nodes in one process can have four logs. A thread made by nobody's thread, such as
 * one of a pool that the process shares, belongs to none.
 */
final class NodeThreads {

	private static final InheritableThreadLocal<@Nullable String> NODE = new InheritableThreadLocal<>();

	private NodeThreads() {
	}

	/** Starts a thread that, with all its descendants, belongs to a node. */
	static Thread start(String node, Runnable work) {
		return Thread.ofPlatform().name(node).start(() -> {
			NODE.set(node);
			work.run();
		});
	}

	/** The node of the calling thread. */
	static Optional<String> current() {
		return Optional.ofNullable(NODE.get());
	}

}
