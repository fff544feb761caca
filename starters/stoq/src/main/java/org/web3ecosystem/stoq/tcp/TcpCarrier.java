package org.web3ecosystem.stoq.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Arrivals;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Chatter;
import org.web3ecosystem.stoq.carrier.Connecting;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.Patience;
import org.web3ecosystem.stoq.carrier.Uninvited;
import org.web3ecosystem.stoq.tls.TcpSession;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.KeyExchange;
import org.web3ecosystem.stoq.wire.Limits;

/**
 * A TCP connection, as a handler in its own pipeline: TLS first, and where that has
 * agreed on one of our protocols HTTP/2 before it. {@code channelActive} behind it says
 * that this was done.
 */
final class TcpCarrier extends ChannelInboundHandlerAdapter implements Carrier {

	/**
	 * A close code as the error code of GOAWAY, in a range that HTTP/2 does not use.
	 */
	private static final long CODES = 0x5354_0000L;

	private static final long CODE_MASK = 0xffffL;

	/** A peer that takes nothing any more is not waited for to learn why. */
	private static final long LINGER_MILLIS = 1_000;

	private final Channel channel;

	private final TcpSession session;

	private final Limits limits;

	/** Only on the listening side. */
	private final @Nullable Arrivals arrivals;

	private final ChannelGroup streams;

	private final CompletableFuture<Carrier> ready = new CompletableFuture<>();

	private final AtomicBoolean closing = new AtomicBoolean();

	private volatile boolean established;

	/** On the dialling side, as long as it is being made. */
	private @Nullable Runnable heard;

	/** Pieces, before TLS. */
	private final AtomicLong received = new AtomicLong();

	private volatile KeyExchange keyExchange = KeyExchange.UNKNOWN;

	/** The peer said its settings. */
	private boolean settled;

	/** The peer said that it ends; streams end before that arrives here. */
	private volatile boolean left;

	private volatile @Nullable TransportException ending;

	/**
	 * @param arrivals what is told of streams; null on the dialling side, which has none
	 */
	TcpCarrier(Channel channel, TcpSession session, Limits limits, @Nullable Arrivals arrivals) {
		this.channel = channel;
		this.session = session;
		this.limits = limits;
		this.arrivals = arrivals;
		this.streams = new DefaultChannelGroup(channel.eventLoop());
	}

	/** Puts TLS and itself into the pipeline. */
	TcpCarrier install() {
		SslHandler tls = new SslHandler(session.engine());
		Arrivals told = arrivals;
		// who dials has a patience of its own
		tls.setHandshakeTimeoutMillis(
				((told == null) ? Patience.longest(limits.handshake()) : told.patience(remote())).toMillis());
		channel.attr(KEY).set(this);
		channel.closeFuture().addListener(closed -> session.close());
		channel.pipeline().addLast(new Counting(), tls, this);
		return this;
	}

	/** Dialled: as long as anything is heard, and somebody wants it. */
	void await(Connecting connecting) {
		Patience patience = Patience.begin(channel.eventLoop(), limits.handshake(),
				() -> end(Endings.explain(new ConnectTimeoutException("silent"), String.valueOf(remote()))));
		heard = () -> {
			patience.sign();
			connecting.heard().complete(null);
		};
		ready.whenComplete((made, failure) -> {
			patience.end();
			heard = null;
			if (failure == null) {
				connecting.made().complete(made);
			}
			else {
				connecting.made().completeExceptionally(failure);
			}
		});
		connecting.made().whenComplete((made, failure) -> {
			if (failure != null) {
				channel.close();
			}
		});
	}

	@Override
	public Kind kind() {
		return Kind.TCP;
	}

	@Override
	public Channel channel() {
		return channel;
	}

	@Override
	public @Nullable InetSocketAddress remote() {
		return (InetSocketAddress) channel.remoteAddress();
	}

	@Override
	public boolean isActive() {
		return established && !left && !closing.get() && channel.isActive();
	}

	@Override
	public Optional<SSLEngine> tls() {
		return isActive() ? Optional.of(session.engine()) : Optional.empty();
	}

	@Override
	public KeyExchange keyExchange() {
		return keyExchange;
	}

	@Override
	public Optional<byte[]> exporter() {
		return session.exporter();
	}

	@Override
	public CompletableFuture<Channel> open(boolean autoRead, ChannelHandler... handlers) {
		CompletableFuture<Channel> opened = new CompletableFuture<>();
		if (!isActive()) {
			opened.completeExceptionally(ending());
			return opened;
		}
		Http2StreamCodec codec = new Http2StreamCodec(true);
		new Http2StreamChannelBootstrap(channel).option(ChannelOption.AUTO_READ, autoRead)
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel stream) {
					streams.add(stream);
					stream.pipeline().addLast(codec).addLast(handlers);
				}

			})
			.open()
			.addListener((Future<Http2StreamChannel> created) -> {
				if (!created.isSuccess()) {
					opened.completeExceptionally(created.cause());
					return;
				}
				codec.begun().whenComplete((begun, failure) -> {
					if (failure == null) {
						opened.complete(created.getNow());
					}
					else {
						opened.completeExceptionally(failure);
					}
				});
			});
		return opened;
	}

	@Override
	public CompletableFuture<Long> received() {
		return CompletableFuture.completedFuture(received.get());
	}

	@Override
	public void close(CloseCode code) {
		if (!closing.compareAndSet(false, true)) {
			return;
		}
		if (!established) {
			channel.close();
			return;
		}
		// what still comes is not worth an answer
		channel.config().setAutoRead(false);
		channel.writeAndFlush(new DefaultHttp2GoAwayFrame(CODES | code.code())).addListener(sent -> channel.close());
		channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
	}

	@Override
	public TransportException ending() {
		TransportException known = ending;
		return (known != null) ? known : new TransportException.Closed("the connection is closed");
	}

	private void end(TransportException why) {
		if (ending == null && !closing.get()) {
			ending = why;
		}
		channel.close();
	}

	/** Not yet: TCP is open, and nothing is known. */
	@Override
	public void channelActive(ChannelHandlerContext context) {
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake && !established) {
			context.fireUserEventTriggered(shaken(context, handshake));
			return;
		}
		if (event instanceof IdleStateEvent) {
			end(new TransportException.Closed("the peer fell silent"));
			return;
		}
		context.fireUserEventTriggered(event);
	}

	private SslHandshakeCompletionEvent shaken(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
		if (!handshake.isSuccess()) {
			end(Endings.explain(handshake.cause(), String.valueOf(remote())));
			return handshake;
		}
		if (session.protocol().isEmpty()) {
			SSLException foreign = new SSLHandshakeException("no protocol in common");
			end(new TransportException.RefusedIdentity("TLS with " + remote() + ": " + foreign.getMessage(), false));
			return new SslHandshakeCompletionEvent(foreign);
		}
		multiplex(context);
		keyExchange = session.keyExchange();
		established = true;
		context.fireChannelActive();
		ready.complete(this);
		return handshake;
	}

	private void multiplex(ChannelHandlerContext context) {
		Http2FrameCodec codec = Http2Codecs.of(limits, arrivals == null);
		codec.connection().addListener(new Http2ConnectionAdapter() {

			@Override
			public void onGoAwayReceived(int last, long error, ByteBuf debug) {
				left = true;
			}

		});
		context.pipeline()
			.addBefore(context.name(), null,
					new IdleStateHandler(limits.idle().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
			.addBefore(context.name(), null, codec)
			.addBefore(context.name(), null, new Http2MultiplexHandler(inbound()));
		try {
			Http2Codecs.widen(codec);
		}
		catch (Http2Exception impossible) {
			throw new IllegalStateException("a window of a new connection", impossible);
		}
		context.flush();
	}

	private ChannelHandler inbound() {
		Arrivals told = arrivals;
		if (told == null) {
			return new Uninvited();
		}
		return new ChannelInitializer<Channel>() {

			@Override
			protected void initChannel(Channel stream) {
				if (!isActive()) {
					stream.close();
					return;
				}
				streams.add(stream);
				stream.config().setAutoRead(false);
				stream.pipeline().addLast(new Http2StreamCodec(false));
				told.stream(TcpCarrier.this, stream);
			}

		};
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		switch (message) {
			case Http2GoAwayFrame goAway -> end(said(goAway.errorCode()));
			case Http2PingFrame ping when !ping.ack() -> context.fireUserEventTriggered(new Chatter("PING"));
			// those of the beginning, which there have to be
			case Http2SettingsFrame first when !settled -> settled = true;
			case Http2SettingsFrame more -> context.fireUserEventTriggered(new Chatter("SETTINGS"));
			default -> {
				// nothing that is answered
			}
		}
		ReferenceCountUtil.release(message);
	}

	private static TransportException said(long error) {
		return ((error & ~CODE_MASK) == CODES)
				? Endings.explain(CloseCode.of((int) (error & CODE_MASK)).orElse(CloseCode.DONE))
				: new TransportException.Closed("the peer ended the connection, HTTP/2 error " + error);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		Throwable reason = (cause.getCause() instanceof SSLException alert) ? alert : cause;
		end(switch (reason) {
			case SSLException refused -> Endings.explain(refused, String.valueOf(remote()));
			case IOException broken -> new TransportException.Closed("the connection broke: " + broken.getMessage());
			default -> new TransportException.Closed("the peer broke HTTP/2: " + reason.getMessage());
		});
		context.fireExceptionCaught(cause);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		// one with something unread would stay
		streams.close();
		ready.completeExceptionally(ending());
		context.fireChannelInactive();
	}

	/** What arrives, whatever it is. */
	private final class Counting extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			received.incrementAndGet();
			Runnable told = heard;
			if (told != null) {
				told.run();
			}
			context.fireChannelRead(message);
		}

	}

}
