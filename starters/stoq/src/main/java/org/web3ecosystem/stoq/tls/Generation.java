package org.web3ecosystem.stoq.tls;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.quic.BoringSSLContextOption;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.codec.quic.SslSessionTicketKey;
import io.netty.handler.ssl.ClientAuth;

import org.web3ecosystem.stoq.wire.KeyExchange;

/**
 * A published identity and the TLS contexts that show it. Connections keep the generation
 * they began with.
 *
 * @param number counts publications in this process, from 1
 * @param identity probed
 * @param server for connections that come in
 * @param client for connections that go out
 * @param tcp for both, where UDP does not answer
 */
public record Generation(long number, Identity identity, QuicSslContext server, QuicSslContext client, TcpTls tcp) {

	private static final SecureRandom RANDOM = new SecureRandom();

	static Generation of(long number, Identity identity, Exporters exporters, boolean door) {
		OneKey key = new OneKey(identity.keys().getPrivate(),
				identity.chain().certificates().toArray(X509Certificate[]::new));
		QuicSslContextBuilder server = QuicSslContextBuilder.forServer(key, null).clientAuth(ClientAuth.REQUIRE);
		QuicSslContextBuilder client = QuicSslContextBuilder.forClient().keyManager(key, null);
		boolean joinable = door && !identity.isProvisional();
		return new Generation(number, identity,
				strict(server, exporters)
					.applicationProtocols(joinable ? new String[] { Alpn.STOQ, Alpn.JOIN } : new String[] { Alpn.STOQ })
					.build(),
				strict(client, exporters).applicationProtocols(Alpn.STOQ).build(), new TcpTls(key, Alpn.STOQ_TCP,
						joinable ? new String[] { Alpn.STOQ_TCP, Alpn.JOIN_TCP } : new String[] { Alpn.STOQ_TCP }));
	}

	/**
	 * An engine for a connection that comes in. Tickets cannot be turned off here, so
	 * each engine begins with a ticket key of its own: whoever comes with a ticket shows
	 * its certificate again. Call on the event loop.
	 */
	public QuicSslEngine incoming(ByteBufAllocator allocator) {
		server.sessionContext()
			.setTicketKeys(new SslSessionTicketKey(random(SslSessionTicketKey.NAME_SIZE),
					random(SslSessionTicketKey.HMAC_KEY_SIZE), random(SslSessionTicketKey.AES_KEY_SIZE)));
		return server.newEngine(allocator);
	}

	private static byte[] random(int length) {
		byte[] bytes = new byte[length];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

	/**
	 * No early data. No resumption either: it would bypass the judgement of certificates.
	 * Dialling it needs a host name on the engine, and engines here are made without one;
	 * listening see {@link #incoming} and {@link FullHandshake}.
	 */
	static QuicSslContextBuilder strict(QuicSslContextBuilder builder, Exporters exporters) {
		return builder.trustManager(new StructuralTrust())
			.earlyData(false)
			.keylog(exporters)
			.option(BoringSSLContextOption.GROUPS, KeyExchange.offered());
	}

}
