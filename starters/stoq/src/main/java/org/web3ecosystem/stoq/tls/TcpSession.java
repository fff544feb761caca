package org.web3ecosystem.stoq.tls;

import java.util.Optional;
import java.util.function.Consumer;

import javax.net.ssl.SSLEngine;

import io.netty.handler.ssl.OpenSslSession;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.stoq.wire.KeyExchange;

/** TLS of one connection over TCP, and what is exported from it. */
public final class TcpSession implements AutoCloseable {

	private final SSLEngine engine;

	private final Consumer<TcpSession> forget;

	private byte @Nullable [] exported;

	/**
	 * @param forget what to do when the connection has ended
	 */
	TcpSession(SSLEngine engine, Consumer<TcpSession> forget) {
		this.engine = engine;
		this.forget = forget;
	}

	public SSLEngine engine() {
		return engine;
	}

	/** What ALPN agreed on; empty if nothing. */
	public Optional<String> protocol() {
		return Optional.ofNullable(engine.getApplicationProtocol()).filter(name -> !name.isEmpty());
	}

	/** After the handshake, as long as the connection is open. */
	public KeyExchange keyExchange() {
		return (engine.getSession() instanceof OpenSslSession session && session.getNamedGroup() instanceof String name)
				? KeyExchange.of(name) : KeyExchange.UNKNOWN;
	}

	/** Once, after the handshake. */
	public synchronized Optional<byte[]> exporter() {
		byte[] given = exported;
		exported = null;
		return Optional.ofNullable(given);
	}

	synchronized void export(byte[] value) {
		exported = value;
	}

	@Override
	public void close() {
		exporter();
		forget.accept(this);
	}

}
