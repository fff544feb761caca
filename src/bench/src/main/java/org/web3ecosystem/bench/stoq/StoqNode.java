package org.web3ecosystem.bench.stoq;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.web3ecosystem.bootstrap.signature.Signatures;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.join.Door;
import org.web3ecosystem.stoq.pool.Fallback;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.tls.Readmission;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.PeerLimits;
import org.web3ecosystem.stoq.wire.Tally;

/** A node with nothing on it but the transport, with an issued certificate. */
final class StoqNode implements AutoCloseable {

	static final Duration AMPLE = Duration.ofSeconds(Caller.PATIENCE_SECONDS);

	/** Beyond what is measured: nobody is refused for asking too much or nothing. */
	private static final Limits LIMITS = new Limits(2048, 128, 128, Duration.ofSeconds(10), AMPLE, AMPLE,
			Duration.ofMinutes(10), AMPLE, 1)
		.with(new PeerLimits(1024, 10_000_000, 10_000_000));

	/** TCP begins with QUIC, so that sometimes it wins, and there is no way back. */
	private static final Fallback EITHER = new Fallback(true, Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1));

	private static final ScheduledExecutorService WORKER = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

	private final Node node;

	private final IdentityKeeper keeper;

	private final StoqTransport stoq;

	private final boolean falcon;

	/**
	 * @param tcp whether it can do TCP as well
	 * @param demand what it shows and wants to see of Falcon
	 */
	StoqNode(Federation federation, boolean tcp, FalconDemand demand) {
		Signatures.prefer(Optional.empty());
		node = federation.node();
		falcon = demand != FalconDemand.OFF;
		Tally tally = new Tally();
		CertificateProvider seat = federation.seat();
		SecureRandom random = new SecureRandom();
		keeper = new IdentityKeeper(node, seat, () -> false, Readmission.NONE, InstantSource.system(), random, tally);
		Falcon signer = new Falcon(node.home(), node.key(), FalconAlgorithm.FALCON_512, random);
		stoq = new StoqTransport(new Self(node, Epoch.GENESIS, new PeerClocks(node, InstantSource.system()), signer),
				seat, keeper, new Door(Optional::empty, node.genesis().root(), LIMITS, tally, InstantSource.system()),
				LIMITS, tally, tcp ? EITHER : Fallback.OFF);
		stoq.demanded(demand);
	}

	StoqNode start() {
		if (falcon) {
			stoq.openFalcon();
		}
		get(keeper.start(WORKER));
		get(stoq.start());
		return this;
	}

	Node node() {
		return node;
	}

	TransportProvider transport() {
		return stoq.offer();
	}

	/** Its only connection. */
	OutgoingConnection only() {
		return stoq.outgoing().getFirst();
	}

	boolean isConnected() {
		return !stoq.outgoing().isEmpty();
	}

	/** Ends what the pool would keep. */
	CompletableFuture<Void> endAll() {
		return CompletableFuture.allOf(stoq.outgoing().stream().map(connection -> {
			CompletableFuture<Void> closed = new CompletableFuture<>();
			connection.onClosed(() -> closed.complete(null));
			connection.close(CloseCode.DONE);
			return closed;
		}).toArray(CompletableFuture[]::new));
	}

	static <T> T get(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(AMPLE.toSeconds(), TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		keeper.stop();
		stoq.close();
	}

}
