package org.web3ecosystem.stoq.tls;

import java.lang.reflect.Field;

import io.netty.handler.ssl.OpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.KeyLogCallback;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;

/**
 * What the native TLS library can do and Netty (4.2) has no call for: a key log, from
 * which keying material is exported, and no tickets at all. Its calls want the pointer in
 * a protected field; the two public methods give another one, with which the process
 * ends.
 */
final class NativeContext {

	private static final String POINTER = "ctx";

	private final OpenSslContext context;

	private final long pointer;

	private NativeContext(OpenSslContext context, long pointer) {
		this.context = context;
		this.pointer = pointer;
	}

	/**
	 * @throws IllegalStateException if this is another version of Netty
	 */
	static NativeContext of(OpenSslContext context) {
		try {
			Field field = ReferenceCountedOpenSslContext.class.getDeclaredField(POINTER);
			field.setAccessible(true);
			return new NativeContext(context, field.getLong(context));
		}
		catch (ReflectiveOperationException | RuntimeException other) {
			throw new IllegalStateException("no key log for TLS over TCP in this version of Netty; "
					+ "set web3.stoq.tcp-fallback=off or use the one this platform is built with", other);
		}
	}

	/** Gives no tickets on this connection. Netty makes its own choice for each anew. */
	static void withoutTickets(ReferenceCountedOpenSslEngine engine) {
		SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET);
	}

	/** Keeps no session to resume. */
	NativeContext withoutCache() {
		context.sessionContext().setSessionCacheEnabled(false);
		return this;
	}

	NativeContext logTo(KeyLogCallback log) {
		if (!SSLContext.setKeyLogCallback(pointer, log)) {
			throw new IllegalStateException("this TLS library exports no keying material");
		}
		return this;
	}

	OpenSslContext context() {
		return context;
	}

}
