package org.web3ecosystem.stoq.rpc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.hello.Features;
import org.web3ecosystem.stoq.tls.Generation;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * An admitted connection that this node dialled. Each request and each stream has a
 * stream of its own on the carrier. Once superseded it drains.
 */
public final class OutgoingConnection {

	private final Carrier carrier;

	private final Counterpart peer;

	private final Generation generation;

	private final Limits limits;

	private final Tally tally;

	private final UnderWay underWay;

	private final RequestStreams requestStreams;

	private final AtomicBoolean superseded = new AtomicBoolean();

	private final AtomicBoolean replaced = new AtomicBoolean();

	private final AtomicBoolean draining = new AtomicBoolean();

	private final long begun = System.nanoTime();

	private final CompletableFuture<Void> unusable = new CompletableFuture<>();

	public OutgoingConnection(Carrier carrier, Counterpart peer, Generation generation, Limits limits, Tally tally) {
		this.carrier = carrier;
		this.peer = peer;
		this.generation = generation;
		this.limits = limits;
		this.tally = tally;
		this.underWay = new UnderWay(limits);
		this.requestStreams = new RequestStreams(carrier, peer.features().has(Features.REUSE));
	}

	/** Begins to watch the carrier. */
	public OutgoingConnection begin() {
		carrier.channel().closeFuture().addListener(closed -> unusable.complete(null));
		return this;
	}

	/** What it runs over. */
	public Carrier carrier() {
		return carrier;
	}

	/** Requests and streams under way. */
	public int openStreams() {
		return underWay.count();
	}

	public NodeId peer() {
		return peer.id();
	}

	public CertificateChain peerChain() {
		return peer.chain();
	}

	/** What its Falcon signature was found to be. */
	public FalconFinding falcon() {
		return peer.falcon();
	}

	/** What the issuer of its certificate was found to say when it was made. */
	public StapleFinding staple() {
		return peer.staple();
	}

	/** What this node shows on it. */
	public Generation generation() {
		return generation;
	}

	/** What carries it. */
	public Carrier.Kind kind() {
		return carrier.kind();
	}

	/** For what belongs to this connection and has to wait. */
	public ScheduledExecutorService timer() {
		return carrier.channel().eventLoop();
	}

	/** Whether new requests and streams belong here. */
	public boolean isUsable() {
		return carrier.isActive() && !superseded.get();
	}

	public boolean isOpen() {
		return carrier.isActive();
	}

	/** Runs something when the connection has ended. */
	public void onClosed(Runnable action) {
		carrier.channel().closeFuture().addListener(closed -> action.run());
	}

	public CompletableFuture<byte[]> request(String method, byte[] body, Duration deadline) {
		return request(method, body, deadline, Optional.empty(), Handover.OFF_LOOP);
	}

	/**
	 * A request that is a part of a trace; a peer that does not know of traces hears
	 * nothing of it.
	 */
	public CompletableFuture<byte[]> request(String method, byte[] body, Duration deadline, Optional<TraceParent> trace,
			Handover handover) {
		if (body.length > Connection.MAX_MESSAGE) {
			return CompletableFuture.failedFuture(new TransportException.Overloaded(
					"a request of " + body.length + " bytes is longer than " + Connection.MAX_MESSAGE));
		}
		Cbor.Struct bare = Cbor.struct(Map.entry("method", Cbor.of(method)),
				Map.entry("deadline", Cbor.of(Math.max(1, deadline.toMillis()))), Map.entry("body", Cbor.of(body)));
		Frame frame = Frame.of(FrameType.REQUEST,
				trace.filter(known -> peer.features().has(Features.TRACE))
					.map(place -> with(bare, place))
					.orElse(bare));
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		return run(UnderWay.Kind.REQUESTS, answer, method, deadline, () -> requestStreams.ask(frame, answer), handover);
	}

	/**
	 * A datagram of QUIC (RFC 9221), or a frame alone on its stream where there is none.
	 */
	public CompletableFuture<Void> send(String protocol, byte[] datagram) {
		if (datagram.length > Connection.MAX_DATAGRAM) {
			return CompletableFuture.failedFuture(new TransportException.Overloaded(
					"a datagram of " + datagram.length + " bytes is longer than " + Connection.MAX_DATAGRAM));
		}
		if (!carrier.isActive()) {
			return CompletableFuture.failedFuture(closedException());
		}
		underWay.touch();
		carrier.send(Datagrams.frame(protocol, datagram));
		return CompletableFuture.completedFuture(null);
	}

	private static Cbor.Struct with(Cbor.Struct request, TraceParent place) {
		LinkedHashMap<String, Cbor> entries = new LinkedHashMap<>(request.entries());
		entries.put(Features.TRACE, Cbor.of(place.toString()));
		return new Cbor.Struct(entries);
	}

	public CompletableFuture<Stream> open(String protocol, Duration deadline, Handover handover) {
		Frame frame = Frame.of(FrameType.OPEN, Cbor.struct(Map.entry("protocol", Cbor.of(protocol))));
		CompletableFuture<Stream> opened = new CompletableFuture<>();
		return run(UnderWay.Kind.STREAMS, opened, protocol, deadline,
				() -> launch(frame, new Opening(opened, () -> ended(UnderWay.Kind.STREAMS), handover)), handover);
	}

	/**
	 * The identity on one of its ends is superseded: nothing new belongs here. It goes on
	 * until its replacement stands and its last stream has ended, at the latest until the
	 * drain limit is over.
	 */
	public void supersede() {
		superseded.set(true);
		unusable.complete(null);
		onLoop(requestStreams::end);
		if (draining.compareAndSet(false, true)) {
			carrier.channel()
				.eventLoop()
				.schedule(this::closeDrained, limits.drain().toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/** A newer connection to this peer stands. */
	public void replaced() {
		supersede();
		replaced.set(true);
		closeIfDrained();
	}

	/**
	 * A fresh connection of the same identity stands beside it: nothing new belongs here.
	 * It ends with its last stream, whenever that is.
	 */
	public void retire() {
		superseded.set(true);
		unusable.complete(null);
		onLoop(requestStreams::end);
		replaced.set(true);
		closeIfDrained();
	}

	/** Ends what waits for requests that do not come. */
	public void trim() {
		onLoop(requestStreams::trim);
	}

	/** Since it was made. */
	public Duration age() {
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	/** Since anything was begun or ended on it; zero while anything is under way. */
	public Duration idle() {
		return underWay.idle();
	}

	/** Whether more than four fifths of what may be under way is. */
	public boolean isCrowded() {
		return underWay.isCrowded();
	}

	/** Completes when nothing new belongs here: superseded or closed. */
	public CompletableFuture<Void> unusable() {
		return unusable.copy();
	}

	public void close(CloseCode code) {
		Endings.close(carrier, code);
	}

	private void closeIfDrained() {
		if (replaced.get() && underWay.count() == 0) {
			closeDrained();
		}
	}

	private void closeDrained() {
		if (carrier.isActive()) {
			tally.drained();
			close(CloseCode.DRAINED);
		}
	}

	private <T> CompletableFuture<T> run(UnderWay.Kind kind, CompletableFuture<T> result, String name,
			Duration deadline, Runnable work, Handover handover) {
		if (!carrier.isActive()) {
			return CompletableFuture.failedFuture(closedException());
		}
		if (!underWay.begin(kind)) {
			return CompletableFuture.failedFuture(new TransportException.Overloaded(
					"as many " + kind.word() + " to " + peer().brief() + " as allowed are under way"));
		}
		// a stream that was opened is under way until it has ended
		result.whenComplete((value, failure) -> {
			if (kind == UnderWay.Kind.REQUESTS || failure != null) {
				ended(kind);
			}
		});
		if (!onLoop(() -> begin(result, name, deadline, work))) {
			result.completeExceptionally(closedException());
		}
		return handover.hand(result);
	}

	private <T> void begin(CompletableFuture<T> result, String name, Duration deadline, Runnable work) {
		if (result.isDone()) {
			return;
		}
		Future<?> timer = carrier.channel()
			.eventLoop()
			.schedule(
					() -> result.completeExceptionally(new TransportException.TimedOut("no answer to " + name + " from "
							+ peer().brief() + " within " + deadline.toMillis() + " ms")),
					deadline.toMillis(), TimeUnit.MILLISECONDS);
		result.whenComplete((value, failure) -> timer.cancel(false));
		work.run();
	}

	/** False if the event loop has ended, and with it every connection. */
	private boolean onLoop(Runnable step) {
		EventLoop loop = carrier.channel().eventLoop();
		if (loop.inEventLoop()) {
			step.run();
			return true;
		}
		try {
			loop.execute(step);
			return true;
		}
		catch (RejectedExecutionException gone) {
			return false;
		}
	}

	private void ended(UnderWay.Kind kind) {
		underWay.end(kind);
		closeIfDrained();
	}

	private void launch(Frame frame, Opening opening) {
		carrier.open(false, new FrameDecoder(Set.of(FrameType.OPENED, FrameType.FAILURE)), opening)
			.whenComplete((stream, failure) -> {
				if (failure == null) {
					opening.send(stream, frame);
				}
				else {
					opening.fail(
							carrier.isActive()
									? new TransportException.Overloaded(
											"no further stream to " + peer().brief() + ": " + failure)
									: closedException());
				}
			});
	}

	private TransportException closedException() {
		return new TransportException.Closed("the connection to " + peer().brief() + " is closed");
	}

	@Override
	public String toString() {
		return "OutgoingConnection[" + peer().brief() + " generation " + generation.number() + "]";
	}

}
