package org.web3ecosystem.stoq.rpc;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.hello.Features;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;
import org.web3ecosystem.stoq.wire.WireException;

/** An admitted connection that a peer dialled. */
public final class IncomingConnection {

	/** What the requests on one connection may hold in memory together. */
	public static final int ROOM = 16 << 20;

	private final Channel control;

	private final Counterpart peer;

	private final Map<String, RequestHandler> requestHandlers;

	private final Map<String, StreamHandler> streamHandlers;

	private final Limits limits;

	private final Tally tally;

	private final PeerAllowance allowance;

	private final Datagrams datagrams;

	private final Semaphore room = new Semaphore(ROOM);

	private final Semaphore requests;

	private final Semaphore streams;

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicBoolean draining = new AtomicBoolean();

	/**
	 * @param control the stream on which HELLO was said
	 * @param allowance the peer's, which its other connections share
	 */
	public IncomingConnection(Channel control, Counterpart peer, Inbound inbound, Limits limits, Tally tally,
			PeerAllowance allowance) {
		this.control = control;
		this.peer = peer;
		this.requestHandlers = inbound.requests()
			.stream()
			.collect(Collectors.toMap(RequestHandler::method, Function.identity()));
		this.streamHandlers = inbound.streams()
			.stream()
			.collect(Collectors.toMap(StreamHandler::protocol, Function.identity()));
		this.limits = limits;
		this.tally = tally;
		this.allowance = allowance;
		this.datagrams = new Datagrams(inbound, tally);
		this.requests = new Semaphore(limits.requests());
		this.streams = new Semaphore(limits.streams());
	}

	public NodeId peer() {
		return peer.id();
	}

	public CertificateChain peerChain() {
		return peer.chain();
	}

	/** What carries it. */
	public Carrier.Kind kind() {
		return carrier().kind();
	}

	/** What its Falcon signature was found to be. */
	public FalconFinding falcon() {
		return peer.falcon();
	}

	/** What the issuer of its certificate was found to say when it was made. */
	public StapleFinding staple() {
		return peer.staple();
	}

	/** Prepares a stream the peer opened. */
	public void serve(Channel stream) {
		InboundStream.install(stream, this);
	}

	/**
	 * Takes a datagram, or drops it.
	 * @throws WireException if it is none
	 */
	public void datagram(byte[] body) {
		if (allowance.spend()) {
			datagrams.take(peer.id(), body);
		}
		else {
			refused(Tally.Refusal.RATE, null, "datagrams faster than " + limits.peer().perSecond() + " a second");
		}
	}

	/** Takes a token of what the peer may ask for; false if there is none. */
	public boolean spend() {
		return allowance.spend();
	}

	/** Asks the peer to open nothing new here, and ends when the last stream has. */
	public void drain() {
		if (draining.compareAndSet(false, true)) {
			control.writeAndFlush(Frame.of(FrameType.GOAWAY, Cbor.struct()).encode(control.alloc()));
			control.eventLoop().schedule(this::closeDrained, limits.drain().toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	public void close(CloseCode code) {
		Endings.close(carrier(), code);
	}

	private void closeDrained() {
		if (carrier().isActive()) {
			tally.drained();
			close(CloseCode.DRAINED);
		}
	}

	/** What it runs over. */
	public Carrier carrier() {
		return Carrier.of(control.parent());
	}

	void opened() {
		open.incrementAndGet();
	}

	void closed() {
		open.decrementAndGet();
	}

	/** Requests and streams under way. */
	public int openStreams() {
		return open.get();
	}

	@Nullable RequestHandler requestHandler(String method) {
		return requestHandlers.get(method);
	}

	@Nullable StreamHandler streamHandler(String protocol) {
		return streamHandlers.get(protocol);
	}

	/** Whether a stream may carry one request after the other. */
	boolean reuses() {
		return peer.features().has(Features.REUSE);
	}

	PeerAllowance allowance() {
		return allowance;
	}

	/** In bytes. */
	Semaphore room() {
		return room;
	}

	Semaphore requests() {
		return requests;
	}

	Semaphore streams() {
		return streams;
	}

	Limits limits() {
		return limits;
	}

	/** Counts what is refused to this peer. */
	void refused(Tally.Refusal refusal, @Nullable CloseCode code, String why) {
		tally.refused(refusal, Origin.of(peer()), code, why);
	}

}
