package org.web3ecosystem.stoq.quic;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLEngine;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClosedChannelException;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.CarrierStats;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.tls.Exporters;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.KeyExchange;

/** A QUIC connection, as a handler in its own pipeline that remembers how it ended. */
public final class QuicCarrier extends ChannelInboundHandlerAdapter implements Carrier {

	private final QuicChannel channel;

	private final Exporters exporters;

	/** By which the peer calls this side at first; it may choose another soon. */
	private final @Nullable SocketAddress called;

	private volatile KeyExchange keyExchange = KeyExchange.UNKNOWN;

	private volatile @Nullable QuicConnectionCloseEvent event;

	private QuicCarrier(QuicChannel channel, Exporters exporters, @Nullable SocketAddress called) {
		this.channel = channel;
		this.exporters = exporters;
		this.called = called;
	}

	/**
	 * Makes this connection a carrier, when its channel is initialised.
	 * @param exporters the key log of its TLS context
	 */
	public static QuicCarrier on(QuicChannel channel, Exporters exporters) {
		return on(channel, exporters, channel.localAddress());
	}

	/**
	 * The same where the channel does not know its id yet, as it is about to connect.
	 * @param called by which the peer is to call it at first
	 */
	static QuicCarrier on(QuicChannel channel, Exporters exporters, @Nullable SocketAddress called) {
		QuicCarrier carrier = new QuicCarrier(channel, exporters, called);
		channel.attr(KEY).set(carrier);
		channel.pipeline().addLast(carrier);
		return carrier;
	}

	@Override
	public Kind kind() {
		return Kind.QUIC;
	}

	@Override
	public QuicChannel channel() {
		return channel;
	}

	@Override
	public @Nullable InetSocketAddress remote() {
		return (channel.remoteSocketAddress() instanceof InetSocketAddress address) ? address : null;
	}

	@Override
	public Object attempt() {
		return (called != null) ? called : this;
	}

	@Override
	public boolean isActive() {
		return channel.isActive();
	}

	@Override
	public Optional<SSLEngine> tls() {
		return Optional.ofNullable(channel.sslEngine());
	}

	@Override
	public KeyExchange keyExchange() {
		return keyExchange;
	}

	@Override
	public Optional<byte[]> exporter() {
		return tls().flatMap(exporters::take);
	}

	@Override
	public CompletableFuture<Channel> open(boolean autoRead, ChannelHandler... handlers) {
		CompletableFuture<Channel> opened = new CompletableFuture<>();
		channel.newStreamBootstrap()
			.type(QuicStreamType.BIDIRECTIONAL)
			.option(ChannelOption.ALLOW_HALF_CLOSURE, true)
			.option(ChannelOption.AUTO_READ, autoRead)
			.handler(new ChannelInitializer<QuicStreamChannel>() {

				@Override
				protected void initChannel(QuicStreamChannel stream) {
					stream.pipeline().addLast(new QuicStreamCodec()).addLast(handlers);
				}

			})
			.create()
			.addListener((Future<QuicStreamChannel> created) -> {
				if (created.isSuccess()) {
					opened.complete(created.getNow());
				}
				else {
					opened.completeExceptionally(created.cause());
				}
			});
		return opened;
	}

	/** RFC 9221; the packet says how long it is, so the body goes without a header. */
	@Override
	public void send(Frame datagram) {
		channel.writeAndFlush(channel.alloc().directBuffer(datagram.body().length).writeBytes(datagram.body()));
	}

	/** The addresses in what the codec tells have their ports the wrong way round. */
	@Override
	public CompletableFuture<Optional<CarrierStats>> stats() {
		CompletableFuture<Optional<CarrierStats>> told = new CompletableFuture<>();
		if (!channel.isActive()) {
			told.complete(Optional.empty());
			return told;
		}
		channel.collectPathStats(0).addListener((Future<QuicConnectionPathStats> collected) -> {
			QuicConnectionPathStats path = collected.isSuccess() ? collected.getNow() : null;
			told.complete(Optional.ofNullable(path)
				.map(seen -> new CarrierStats(Duration.ofNanos(seen.rtt()), seen.sent(), seen.recv(), seen.lost(),
						seen.sentBytes() + seen.recvBytes())));
		});
		return told;
	}

	@Override
	public CompletableFuture<Long> received() {
		return stats().thenApply(seen -> seen.map(CarrierStats::received).orElse(0L));
	}

	@Override
	public void close(CloseCode code) {
		if (channel.isActive()) {
			channel.close(true, code.code(), Unpooled.EMPTY_BUFFER, channel.newPromise());
		}
		else {
			channel.close();
		}
	}

	@Override
	public TransportException ending() {
		QuicConnectionCloseEvent close = event;
		if (close != null) {
			return explain(close);
		}
		return new TransportException.Closed(
				channel.isTimedOut() ? "the peer fell silent" : "the connection is closed");
	}

	/** Why a connection could not be made. */
	static TransportException explain(@Nullable Throwable cause, String where) {
		return (cause instanceof QuicClosedChannelException closed && closed.event() != null) ? explain(closed.event())
				: Endings.explain(cause, where);
	}

	private static TransportException explain(QuicConnectionCloseEvent event) {
		if (event.isTlsError()) {
			return new TransportException.RefusedIdentity("the peer refused the TLS handshake, alert "
					+ QuicConnectionCloseEvent.extractTlsError(event.error()), false);
		}
		return event.isApplicationClose() ? Endings.explain(CloseCode.of(event.error()).orElse(CloseCode.DONE))
				: new TransportException.Closed("the peer ended the connection, QUIC error " + event.error());
	}

	/** TLS is established, which who dialled is told before {@code channelActive}. */
	QuicCarrier established() {
		keyExchange = KeyExchanges.seen(channel, called);
		return this;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		established();
		context.fireChannelActive();
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object triggered) {
		if (triggered instanceof QuicConnectionCloseEvent close) {
			event = close;
		}
		context.fireUserEventTriggered(triggered);
	}

}
