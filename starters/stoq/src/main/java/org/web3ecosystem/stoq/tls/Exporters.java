package org.web3ecosystem.stoq.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

import javax.net.ssl.SSLEngine;

import io.netty.handler.codec.quic.BoringSSLKeylog;

/**
 * Exported keying material (RFC 8446 section 7.5) per connection. The QUIC codec has no
 * API for it, but reports the exporter secret to a key log. Of that log only this one
 * line is read; the value for HELLO is derived at once and the secret wiped.
 */
public final class Exporters implements BoringSSLKeylog {

	/** Length of what is exported. */
	public static final int LENGTH = 32;

	static final String LINE = "EXPORTER_SECRET ";

	private static final String LABEL = "EXPORTER-web3-stoq-hello/1";

	private final Map<SSLEngine, byte[]> exported = Collections.synchronizedMap(new WeakHashMap<>());

	@Override
	public void logKey(SSLEngine engine, String line) {
		if (line.startsWith(LINE)) {
			exported.put(engine, of(line));
		}
	}

	/** What a line of the log with the exporter secret leads to. */
	static byte[] of(String line) {
		byte[] secret = HexFormat.of().parseHex(line, line.lastIndexOf(' ') + 1, line.length());
		byte[] value = export(secret, LABEL);
		Arrays.fill(secret, (byte) 0);
		return value;
	}

	/** The value for this connection, once, after its handshake. */
	public Optional<byte[]> take(SSLEngine engine) {
		return Optional.ofNullable(exported.remove(engine));
	}

	/** TLS-Exporter(label, "", 32). The hash of the cipher suite shows in the length. */
	static byte[] export(byte[] secret, String label) {
		String hash = (secret.length == 48) ? "SHA-384" : "SHA-256";
		try {
			HkdfLabel hkdf = new HkdfLabel(hash);
			byte[] empty = MessageDigest.getInstance(hash).digest();
			return hkdf.expand(hkdf.expand(secret, label, empty, secret.length), "exporter", empty, LENGTH);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has " + hash, impossible);
		}
	}

}
