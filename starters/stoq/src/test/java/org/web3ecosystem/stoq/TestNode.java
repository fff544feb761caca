package org.web3ecosystem.stoq;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.JoinDoor;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.hello.Stapling;
import org.web3ecosystem.stoq.join.Door;
import org.web3ecosystem.stoq.pool.Fallback;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.rpc.Tracing;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.tls.Readmission;
import org.web3ecosystem.stoq.tls.SelfSignedCertificates;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

/** A node with a real transport on loopback. */
public final class TestNode implements AutoCloseable {

	public final Node node;

	public final TestSeat seat;

	public final Tally tally = new Tally();

	public final IdentityKeeper keeper;

	public final TransportProvider transport;

	public final StoqTransport stoq;

	public final Falcon falcon;

	private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();

	private Listener listener;

	public TestNode(Node node, TestSeat seat, Limits limits, Optional<JoinDoor> door) {
		this(node, seat, limits, door, Fallback.ON, Tracing.NONE);
	}

	public TestNode(Node node, TestSeat seat, Limits limits, Optional<JoinDoor> door, Fallback fallback) {
		this(node, seat, limits, door, fallback, Tracing.NONE);
	}

	public TestNode(Node node, TestSeat seat, Limits limits, Optional<JoinDoor> door, Fallback fallback,
			Tracing tracing) {
		this(node, seat, limits, door, fallback, tracing, Stapling.off());
	}

	/** A node with an issued certificate that shows and judges staples. */
	public static TestNode stapling(Node node, TestFederation federation, Fallback fallback, Stapling stapling) {
		return new TestNode(node, new TestSeat(federation.issuer()), Limits.DEFAULT, Optional.empty(), fallback,
				Tracing.NONE, stapling)
			.start();
	}

	private TestNode(Node node, TestSeat seat, Limits limits, Optional<JoinDoor> door, Fallback fallback,
			Tracing tracing, Stapling stapling) {
		this.node = node;
		this.seat = seat;
		this.keeper = new IdentityKeeper(node, seat, door::isPresent, Readmission.NONE, InstantSource.system(),
				new Random(1), tally);
		this.falcon = new Falcon(node.home(), node.key(), FalconAlgorithm.FALCON_512, new SecureRandom());
		this.stoq = new StoqTransport(
				new Self(node, Epoch.GENESIS, new PeerClocks(node, InstantSource.system()), falcon, stapling), seat,
				keeper, new Door(() -> door, node.genesis().root(), limits, tally, InstantSource.system()), limits,
				tally, fallback, tracing, nobody -> false);
		this.transport = stoq.offer();
	}

	public static Self self(Node node, Falcon falcon) {
		return new Self(node, Epoch.GENESIS, new PeerClocks(node, InstantSource.system()), falcon);
	}

	/** A node that may be self-signed. */
	public static TestNode provisional(Node node) {
		return new TestNode(node, new TestSeat(selfSigned(node)), Limits.DEFAULT, Optional.empty()).start();
	}

	/** A node with an issued certificate that accepts only such. */
	public static TestNode issued(Node node, TestFederation federation) {
		return new TestNode(node, new TestSeat(federation.issuer()), Limits.DEFAULT, Optional.empty()).start();
	}

	public static CertificateProvider selfSigned(Node node) {
		return new SelfSignedCertificates(node.genesis(), InstantSource.system());
	}

	public TestNode start() {
		get(keeper.start(worker));
		get(stoq.start());
		return this;
	}

	/** At the first address of the node. */
	public TestNode listen(Inbound inbound) {
		return listen(0, inbound);
	}

	/** The same at this port. */
	public TestNode listenAt(int port) {
		return listen(port, new Inbound(List.of(), List.of()));
	}

	private TestNode listen(int port, Inbound inbound) {
		listener = get(transport.listen(new InetSocketAddress(node.bind().getFirst(), port), inbound));
		return this;
	}

	public TestNode listen() {
		return listen(new Inbound(List.of(new Echo()), List.of()));
	}

	public NodeId id() {
		return node.id();
	}

	public Peer asPeer() {
		return new Peer(id(), List.of(listener.address()));
	}

	public InetSocketAddress address() {
		return listener.address();
	}

	/** The seat changes hands and everybody is told. */
	public void seat(CertificateProvider... offers) {
		seat.seat(offers);
		keeper.seated(CertificateProvider.class, List.of());
		stoq.seated(CertificateProvider.class, List.of());
	}

	@Override
	public void close() {
		keeper.stop();
		stoq.close();
		worker.shutdownNow();
	}

	public static <T> T get(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException failure) {
			throw (failure.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(failure);
		}
		catch (Exception failure) {
			throw new IllegalStateException(failure);
		}
	}

}
