package org.web3ecosystem.stoq.carrier;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;

import javax.net.ssl.SSLException;

import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.WireException;

/** Ends connections, and says in the words of the SPI how one ended. */
public final class Endings {

	private Endings() {
	}

	/** Ends a connection with a code the peer sees. */
	public static void close(Channel connection, CloseCode code) {
		close(Carrier.of(connection), code);
	}

	/** Ends a connection with a code the peer sees. */
	public static void close(Carrier carrier, CloseCode code) {
		try {
			carrier.close(code);
		}
		catch (RejectedExecutionException gone) {
			// the event loop has ended, and with it every connection
		}
	}

	/** Ends the connection of a stream on which the peer broke the protocol. */
	public static void closeParent(Channel stream, Throwable cause) {
		close(stream.parent(), code(cause));
	}

	/** With what a connection ends on which the peer broke the protocol. */
	public static CloseCode code(Throwable cause) {
		return (cause instanceof WireException wrong) ? wrong.code() : CloseCode.BAD_FRAME;
	}

	/** What happened, in words for an operator. */
	public static String words(Throwable cause) {
		if (cause.getMessage() != null) {
			return cause.getMessage();
		}
		return (cause instanceof ClosedChannelException) ? "the other side went away"
				: cause.getClass().getSimpleName();
	}

	/** Why a connection that was open is not open any more. */
	public static TransportException explain(Channel connection) {
		return Carrier.of(connection).ending();
	}

	/** What the code says with which the peer ended a connection. */
	public static TransportException explain(CloseCode code) {
		String text = "the peer ended the connection: " + code;
		return switch (code) {
			case REFUSED, NO_LONGER_TRUSTED, FALCON -> new TransportException.RefusedIdentity(text, false);
			case OVERLOADED -> new TransportException.Overloaded(text);
			default -> new TransportException.Closed(text);
		};
	}

	/** Why a connection could not be made. */
	public static TransportException explain(@Nullable Throwable cause, String where) {
		return switch (cause) {
			case TransportException already -> already;
			case SslHandshakeTimeoutException late ->
				new TransportException.Unreachable("TLS with " + where + " was not done in time", late);
			case SSLException refused ->
				new TransportException.RefusedIdentity("TLS with " + where + ": " + refused.getMessage(), false);
			case ConnectTimeoutException silent ->
				new TransportException.Unreachable("nobody answers at " + where, silent);
			case ClosedChannelException closed -> new TransportException.Closed("closed while connecting to " + where);
			case null -> new TransportException.Closed("closed while connecting to " + where);
			default -> new TransportException.Unreachable("cannot connect to " + where + ": " + cause, cause);
		};
	}

}
