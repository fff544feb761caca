package org.web3ecosystem.stoq.rpc;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;

import javax.net.ssl.SSLException;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClosedChannelException;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.WireException;

/** Remembers how a connection ended, and says it in the words of the SPI. */
@Sharable
public final class Endings extends ChannelInboundHandlerAdapter {

	public static final Endings INSTANCE = new Endings();

	private static final AttributeKey<QuicConnectionCloseEvent> EVENT = AttributeKey.valueOf(Endings.class, "event");

	private Endings() {
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof QuicConnectionCloseEvent close) {
			context.channel().attr(EVENT).set(close);
		}
		context.fireUserEventTriggered(event);
	}

	/** Ends a connection with a code the peer sees. */
	public static void close(Channel channel, CloseCode code) {
		try {
			if (channel instanceof QuicChannel connection && connection.isActive()) {
				connection.close(true, code.code(), Unpooled.EMPTY_BUFFER, connection.newPromise());
			}
			else {
				channel.close();
			}
		}
		catch (RejectedExecutionException gone) {
			// the event loop has ended, and with it every connection
		}
	}

	/** Ends the connection of a stream on which the peer broke the protocol. */
	static void closeParent(Channel stream, Throwable cause) {
		CloseCode code = (cause instanceof WireException wrong) ? wrong.code() : CloseCode.BAD_FRAME;
		close(stream.parent(), code);
	}

	/** Why a connection that was open is not open any more. */
	public static TransportException explain(Channel connection) {
		QuicConnectionCloseEvent event = connection.attr(EVENT).get();
		if (event != null) {
			return explain(event);
		}
		boolean silent = connection instanceof QuicChannel quic && quic.isTimedOut();
		return new TransportException.Closed(silent ? "the peer fell silent" : "the connection is closed");
	}

	/** Why a connection could not be made. */
	public static TransportException explain(@Nullable Throwable cause, String where) {
		return switch (cause) {
			case TransportException already -> already;
			case QuicClosedChannelException closed when closed.event() != null -> explain(closed.event());
			case SSLException refused ->
				new TransportException.RefusedIdentity("TLS with " + where + ": " + refused.getMessage(), false);
			case ConnectTimeoutException silent ->
				new TransportException.Unreachable("nobody answers at " + where, silent);
			case ClosedChannelException closed -> new TransportException.Closed("closed while connecting to " + where);
			case null -> new TransportException.Closed("closed while connecting to " + where);
			default -> new TransportException.Unreachable("cannot connect to " + where + ": " + cause, cause);
		};
	}

	private static TransportException explain(QuicConnectionCloseEvent event) {
		if (event.isTlsError()) {
			return new TransportException.RefusedIdentity("the peer refused the TLS handshake, alert "
					+ QuicConnectionCloseEvent.extractTlsError(event.error()), false);
		}
		if (!event.isApplicationClose()) {
			return new TransportException.Closed("the peer ended the connection, QUIC error " + event.error());
		}
		CloseCode code = CloseCode.of(event.error()).orElse(CloseCode.DONE);
		String text = "the peer ended the connection: " + code;
		return switch (code) {
			case REFUSED, NO_LONGER_TRUSTED, FALCON -> new TransportException.RefusedIdentity(text, false);
			case OVERLOADED -> new TransportException.Overloaded(text);
			default -> new TransportException.Closed(text);
		};
	}

}
