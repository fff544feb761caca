package org.web3ecosystem.stoq.carrier;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLEngine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.KeyExchange;

/**
 * A connection under mutual TLS 1.3 with streams in it. Thread-safe; futures complete on
 * its event loop.
 */
public interface Carrier {

	/** What a carrier runs over. */
	enum Kind {

		/** QUIC version 1 over UDP (RFC 9000). */
		QUIC("quic"),
		/** HTTP/2 streams (RFC 9113) over TLS over TCP. */
		TCP("tcp");

		private final String word;

		Kind(String word) {
			this.word = word;
		}

		/** As in metrics and health. */
		public String word() {
			return word;
		}

	}

	/** Where a channel of a connection keeps its carrier. */
	AttributeKey<Carrier> KEY = AttributeKey.valueOf(Carrier.class, "carrier");

	/** The carrier that this channel of a connection belongs to. */
	static Carrier of(Channel connection) {
		Carrier carrier = connection.attr(KEY).get();
		if (carrier == null) {
			throw new IllegalStateException("no carrier on " + connection);
		}
		return carrier;
	}

	Kind kind();

	/** Its event loop, its attributes, its end, its addresses. */
	Channel channel();

	/** Where the other end is; null when the connection has ended. */
	@Nullable InetSocketAddress remote();

	/**
	 * Equal for connections of one attempt to connect; only while TLS is not established.
	 */
	default Object attempt() {
		return this;
	}

	/** Whether TLS is established and nobody has ended it. */
	boolean isActive();

	/** TLS of this connection; empty when it has ended. */
	Optional<SSLEngine> tls();

	/** How the keys of that were agreed on, once it is established. */
	KeyExchange keyExchange();

	/**
	 * Keying material exported from the TLS session (RFC 8446 section 7.5), of
	 * {@link org.web3ecosystem.stoq.tls.Exporters#LENGTH} bytes. Given once.
	 */
	Optional<byte[]> exporter();

	/**
	 * Opens a stream, from the dialling side only.
	 * @param autoRead whether it reads without being asked
	 * @param handlers behind the {@link StreamCodec}
	 * @return fails if the peer's limit of streams is reached or the connection ended
	 */
	CompletableFuture<Channel> open(boolean autoRead, ChannelHandler... handlers);

	/**
	 * Sends a frame that may be lost. Where the carrier has no such thing it goes on a
	 * stream of its own; it is lost then if the peer's limit of streams is reached.
	 */
	default void send(Frame datagram) {
		open(true, new Unanswered()).thenAccept(stream -> stream.writeAndFlush(datagram.last(stream.alloc())));
	}

	/** What it measured; empty where that is not told, or not any more. */
	default CompletableFuture<Optional<CarrierStats>> stats() {
		return CompletableFuture.completedFuture(Optional.empty());
	}

	/**
	 * How many packets came on it so far, to see whether more did since. Equal numbers
	 * where it has ended, or where that is not counted.
	 */
	default CompletableFuture<Long> received() {
		return CompletableFuture.completedFuture(0L);
	}

	/** Ends it with a code that the peer sees, behind what was written before. */
	void close(CloseCode code);

	/** Why it is not active any more. */
	TransportException ending();

}
