package org.web3ecosystem.bootstrap.monitor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Which node a log line is of. In a process with one node that is every line. With
 * several, a thread belongs to the node that made it: threads inherit it from the thread
 * that started them, or say it with a name that begins with {@code <node>/}. Threads that
 * several nodes share (common pools, the web server's) belong to nobody, rather than to
 * the wrong one.
 */
public final class NodeLog {

	/** What a line has that is of no node. */
	public static final String NOBODY = "-";

	private static final List<String> SHARED = List.of("ForkJoinPool", "boundedElastic", "parallel-", "single-",
			"reactor-", "HttpClient", "CompletableFutureDelayScheduler", "dnsjava", "Common-Cleaner");

	private static final List<NodeLog> nodes = new CopyOnWriteArrayList<>();

	private static final InheritableThreadLocal<NodeLog> bound = new InheritableThreadLocal<>();

	private final String name;

	private final String id;

	private volatile @Nullable IntSupplier phase;

	private NodeLog(String name, String id) {
		this.name = name;
		this.id = id;
	}

	/** Makes a node known and binds this thread, and those it will start, to it. */
	public static NodeLog enter(String name, String id) {
		NodeLog node = new NodeLog(name, id);
		nodes.add(node);
		bound.set(node);
		return node;
	}

	/** Where the phase comes from, as soon as there is one. */
	public void phase(IntSupplier phase) {
		this.phase = phase;
	}

	/** Ends what {@link #enter} began for this thread; threads it started keep it. */
	public void unbindThread() {
		bound.remove();
	}

	/** The node is gone. */
	public void leave() {
		nodes.remove(this);
	}

	/** The node a line of a thread is of; null if of none. */
	public static @Nullable NodeLog of(String threadName) {
		if (nodes.size() <= 1) {
			return nodes.isEmpty() ? null : nodes.getFirst();
		}
		for (NodeLog node : nodes) {
			if (threadName.startsWith(node.name + "/")) {
				return node;
			}
		}
		return SHARED.stream().anyMatch(threadName::startsWith) ? null : bound.get();
	}

	public String name() {
		return name;
	}

	public String id() {
		return id;
	}

	/** The phase now, or {@link #NOBODY} before there is one. */
	public String phase() {
		IntSupplier now = phase;
		return now == null ? NOBODY : Integer.toString(now.getAsInt());
	}

}
