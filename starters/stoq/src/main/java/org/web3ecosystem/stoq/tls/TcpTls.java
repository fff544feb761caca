package org.web3ecosystem.stoq.tls;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContext;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.stoq.wire.KeyExchange;

/**
 * TLS 1.3 over TCP in the same library and to the same rules as over QUIC. The contexts
 * are made when they are first asked for: where nothing goes over TCP the native library
 * may be missing.
 */
public final class TcpTls {

	private static final String VERSION = "TLSv1.3";

	private static final byte[] EXPORTER_LINE = Exporters.LINE.getBytes(StandardCharsets.US_ASCII);

	private final X509KeyManager key;

	private final String[] served;

	private final String asked;

	private final Map<Long, TcpSession> handshakes = new ConcurrentHashMap<>();

	private @Nullable OpenSslContext server;

	private @Nullable OpenSslContext client;

	/**
	 * @param served protocols of connections that come in
	 * @param asked the protocol of connections that go out
	 */
	TcpTls(X509KeyManager key, String asked, String... served) {
		this.key = key;
		this.asked = asked;
		this.served = served.clone();
	}

	/** For a connection that came in. */
	public TcpSession server(ByteBufAllocator allocator) {
		return session(serverContext(), allocator);
	}

	/** For a connection that goes out. */
	public TcpSession client(ByteBufAllocator allocator) {
		return session(clientContext(), allocator);
	}

	/**
	 * The exporter secret is told by the address of the native session, which another may
	 * have later.
	 */
	private TcpSession session(OpenSslContext context, ByteBufAllocator allocator) {
		// without a host name: nothing to look a session up by
		ReferenceCountedOpenSslEngine engine = (ReferenceCountedOpenSslEngine) context.newEngine(allocator);
		NativeContext.withoutTickets(engine);
		long pointer = engine.sslPointer();
		TcpSession session = new TcpSession(engine, ended -> handshakes.remove(pointer, ended));
		handshakes.put(pointer, session);
		return session;
	}

	private synchronized OpenSslContext serverContext() {
		OpenSslContext made = server;
		if (made == null) {
			made = strict(SslContextBuilder.forServer(key).clientAuth(ClientAuth.REQUIRE), served);
			server = made;
		}
		return made;
	}

	private synchronized OpenSslContext clientContext() {
		OpenSslContext made = client;
		if (made == null) {
			// who is at the other end is judged at HELLO, by its node id and not by a
			// name
			made = strict(SslContextBuilder.forClient().keyManager(key).endpointIdentificationAlgorithm(""), asked);
			client = made;
		}
		return made;
	}

	private OpenSslContext strict(SslContextBuilder builder, String... protocols) {
		try {
			OpenSslContext context = (OpenSslContext) builder.sslProvider(SslProvider.OPENSSL)
				.protocols(VERSION)
				.trustManager(new StructuralTrust())
				.option(OpenSslContextOption.GROUPS, KeyExchange.offered())
				.option(OpenSslContextOption.USE_TASKS, false)
				.applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
						SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocols))
				.build();
			// resumption would bypass the judgement of certificates
			return NativeContext.of(context).withoutCache().logTo(this::log).context();
		}
		catch (SSLException unusable) {
			throw new IllegalStateException("no TLS over TCP: " + unusable.getMessage(), unusable);
		}
	}

	/** Of the key log this one line is read, and what is derived from it kept. */
	private void log(long pointer, byte[] line) {
		TcpSession session = handshakes.get(pointer);
		if (session != null && line.length > EXPORTER_LINE.length
				&& Arrays.equals(line, 0, EXPORTER_LINE.length, EXPORTER_LINE, 0, EXPORTER_LINE.length)) {
			session.export(Exporters.of(new String(line, StandardCharsets.US_ASCII).strip()));
		}
		Arrays.fill(line, (byte) 0);
	}

}
