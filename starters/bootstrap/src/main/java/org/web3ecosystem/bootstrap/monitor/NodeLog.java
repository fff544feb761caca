package org.web3ecosystem.bootstrap.monitor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Which node a log line is of. In a process that never had two nodes at once that is
 * every line. With several, a thread belongs to the node that made it: threads inherit it
 * from the thread that started them, or say it with a name that begins with
 * {@code <node>/}. Threads that several nodes share (common pools) belong to the node
 * whose {@link #carried task} they run, and else to nobody, rather than to the wrong one.
 */
public final class NodeLog {

	/** What a line has that is of no node. */
	public static final String NOBODY = "-";

	private static final List<String> SHARED = List.of("ForkJoinPool.commonPool", "boundedElastic", "parallel-",
			"single-", "reactor-", "HttpClient", "CompletableFutureDelayScheduler", "dnsjava", "Common-Cleaner");

	private static final List<NodeLog> nodes = new CopyOnWriteArrayList<>();

	private static final InheritableThreadLocal<NodeLog> bound = new InheritableThreadLocal<>();

	/** Is not inherited: what a shared thread does now says nothing of its children. */
	private static final ThreadLocal<NodeLog> carrying = new ThreadLocal<>();

	/** The one that had no other beside it, also when it is gone. */
	private static volatile @Nullable NodeLog alone;

	private final String name;

	private final String id;

	private volatile @Nullable IntSupplier phase;

	private NodeLog(String name, String id) {
		this.name = name;
		this.id = id;
	}

	/** Makes a node known, if it is not, and binds no thread. */
	public static synchronized NodeLog node(String name, String id) {
		Optional<NodeLog> known = nodes.stream().filter(node -> node.name.equals(name) && node.id.equals(id)).findAny();
		return known.orElseGet(() -> {
			NodeLog node = new NodeLog(name, id);
			alone = nodes.isEmpty() ? node : null;
			nodes.add(node);
			return node;
		});
	}

	/** Makes a node known and binds this thread, and those it will start, to it. */
	public static NodeLog enter(String name, String id) {
		NodeLog node = node(name, id);
		bound.set(node);
		return node;
	}

	/**
	 * Starts a thread that, with all those it will start, is of this node for good.
	 * @param what the thread is for; part of its name
	 */
	public Thread start(String what, Runnable work) {
		return Thread.ofPlatform().name(name + "/" + what).start(() -> {
			bound.set(this);
			work.run();
		});
	}

	/** The same task, of the node that this thread is of, wherever it is run. */
	public static Runnable carried(Runnable task) {
		NodeLog node = of(Thread.currentThread().getName());
		return node == null ? task : () -> {
			NodeLog before = carrying.get();
			carrying.set(node);
			try {
				task.run();
			}
			finally {
				restore(before);
			}
		};
	}

	/** Where the phase comes from, as soon as there is one. */
	public void phase(IntSupplier phase) {
		this.phase = phase;
	}

	/**
	 * Ends what {@link #enter} began for this thread, unless the thread is this node's
	 * own; threads it started keep it.
	 */
	public void unbindThread() {
		if (bound.get() == this && !isNamedIn(Thread.currentThread().getName())) {
			bound.remove();
		}
	}

	/** The node is gone; threads that are its own stay so. */
	public void leave() {
		nodes.remove(this);
		unbindThread();
	}

	/** The node that a line of this thread is of; null if of none. */
	public static @Nullable NodeLog of(String threadName) {
		for (NodeLog node : nodes) {
			if (node.isNamedIn(threadName)) {
				return node;
			}
		}
		NodeLog carried = carrying.get();
		if (carried != null) {
			return carried;
		}
		NodeLog own = SHARED.stream().anyMatch(threadName::startsWith) ? null : bound.get();
		return own != null ? own : alone;
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

	private boolean isNamedIn(String threadName) {
		return threadName.startsWith(name + "/");
	}

	private static void restore(@Nullable NodeLog before) {
		if (before == null) {
			carrying.remove();
		}
		else {
			carrying.set(before);
		}
	}

}
