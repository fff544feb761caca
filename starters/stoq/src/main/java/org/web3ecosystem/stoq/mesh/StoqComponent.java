package org.web3ecosystem.stoq.mesh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.tls.IdentityKeeper;

/**
 * The component {@code stoq}: obtains an identity, listens, and keeps connected to the
 * other validators.
 */
public final class StoqComponent implements Component {

	private static final String CAPABILITY = "stoq_transport";

	private final Node node;

	private final IdentityKeeper keeper;

	private final StoqTransport transport;

	private final Mesh mesh;

	private final Supplier<Inbound> inbound;

	private @Nullable ScheduledExecutorService worker;

	/** At every address the node listens at, or none. */
	private volatile List<Listener> listeners = List.of();

	private volatile ComponentHealth.Status status = ComponentHealth.Status.STOPPED;

	private volatile String reason = "not started";

	/**
	 * @param inbound what admitted peers reach, asked for at start
	 */
	public StoqComponent(Node node, IdentityKeeper keeper, StoqTransport transport, Mesh mesh,
			Supplier<Inbound> inbound) {
		this.node = node;
		this.keeper = keeper;
		this.transport = transport;
		this.mesh = mesh;
		this.inbound = inbound;
	}

	@Override
	public String name() {
		return "stoq";
	}

	@Override
	public synchronized CompletionStage<Void> start() {
		if (!listeners.isEmpty()) {
			return CompletableFuture.completedFuture(null);
		}
		status = ComponentHealth.Status.STARTING;
		reason = "obtaining an identity";
		ScheduledExecutorService runs = (worker != null) ? worker : newWorker();
		worker = runs;
		try {
			CompletableFuture<Void> falcon = CompletableFuture.runAsync(transport::openFalcon,
					Thread::startVirtualThread);
			return transport.start()
				.thenCompose(opened -> keeper.start(runs))
				.thenCompose(published -> falcon)
				.thenCompose(opened -> listen())
				.thenRun(() -> mesh.start(runs))
				.whenComplete((done, failure) -> conclude(failure));
		}
		catch (RuntimeException failure) {
			conclude(failure);
			return CompletableFuture.failedFuture(failure);
		}
	}

	private CompletionStage<Void> listen() {
		reason = "opening the port";
		Inbound reached = inbound.get();
		List<Listener> opened = new ArrayList<>();
		CompletionStage<Void> all = CompletableFuture.completedFuture(null);
		for (InetAddress address : node.bind()) {
			all = all
				.thenCompose(before -> transport.offer()
					.listen(new InetSocketAddress(address, node.endpoints().stoq()), reached))
				.thenAccept(opened::add);
		}
		// closing waits for the sockets, which is nothing for the loop that failed to
		// bind
		return all.thenRun(() -> listeners = List.copyOf(opened)).exceptionallyComposeAsync(failure -> {
			opened.forEach(Listener::close);
			return CompletableFuture.failedFuture(failure);
		}, Thread::startVirtualThread);
	}

	private void conclude(@Nullable Throwable failure) {
		status = (failure == null) ? ComponentHealth.Status.UP : ComponentHealth.Status.DOWN;
		reason = (failure == null) ? "" : String.valueOf(OffLoop.unwrap(failure).getMessage());
	}

	private static ScheduledExecutorService newWorker() {
		return Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("stoq-keeper").factory());
	}

	@Override
	public Set<String> capabilities() {
		return listeners.isEmpty() ? Set.of() : Set.of(CAPABILITY);
	}

	@Override
	public ComponentHealth health() {
		Map<String, Object> details = new LinkedHashMap<>();
		keeper.generation().ifPresent(generation -> {
			details.put("generation", generation.number());
			details.put("identity", generation.identity().isProvisional() ? "self-signed" : "issued");
			details.put("notAfter", generation.identity().chain().leaf().getNotAfter().toInstant().toString());
		});
		details.put("validatorsConnected", mesh.connected());
		details.put("outgoing", transport.outgoing().size());
		details.put("incoming", transport.incoming().size());
		details.put("overTcp", transport.overTcp());
		details.putAll(transport.falconDetails());
		details.put("falconVerified", mesh.falconVerified());
		String trouble = mesh.clockTrouble().orElseGet(this::renewal);
		boolean degraded = status == ComponentHealth.Status.UP && !trouble.isEmpty();
		return degraded ? new ComponentHealth(ComponentHealth.Status.DEGRADED, trouble, details)
				: new ComponentHealth(status, reason, details);
	}

	private String renewal() {
		String failure = keeper.lastFailure();
		return failure.isEmpty() ? "" : "identity not renewed: " + failure;
	}

	@Override
	public synchronized void close() {
		status = ComponentHealth.Status.STOPPED;
		reason = "closed";
		mesh.stop();
		keeper.stop();
		listeners = List.of();
		transport.close();
		if (worker != null) {
			worker.shutdownNow();
			worker = null;
		}
	}

}
