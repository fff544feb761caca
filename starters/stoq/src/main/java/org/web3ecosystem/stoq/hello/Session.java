package org.web3ecosystem.stoq.hello;

import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.tls.FullHandshake;

/**
 * What TLS established on a connection.
 *
 * @param own the chain this side showed
 * @param peer the chain the other side showed
 * @param exporter exported keying material
 */
public record Session(CertificateChain own, CertificateChain peer, byte[] exporter) {

	/**
	 * @throws RefusedHelloException if the handshake left no certificate or exporter
	 */
	public static Session of(Carrier carrier, CertificateChain own) {
		SSLEngine engine = carrier.tls().orElseThrow(() -> new RefusedHelloException("the connection has ended"));
		byte[] exporter = carrier.exporter()
			.orElseThrow(() -> new RefusedHelloException("no keying material was exported"));
		return new Session(own, peerChain(engine), exporter);
	}

	/**
	 * The same where others dial: who resumed a session has shown nothing in it.
	 * @throws RefusedHelloException also for that
	 */
	public static Session accepted(Carrier carrier, CertificateChain own) {
		if (!FullHandshake.isBy(carrier.tls().orElse(null))) {
			throw new RefusedHelloException("the TLS session was resumed: connect without a ticket");
		}
		return of(carrier, own);
	}

	/** The ALPN protocol that was agreed on. */
	public static @Nullable String protocol(Carrier carrier) {
		return carrier.tls().map(SSLEngine::getApplicationProtocol).orElse(null);
	}

	/** The chain the peer showed, as the JDK reads it. */
	public static CertificateChain peerChain(SSLEngine engine) {
		try {
			CertificateFactory factory = CertificateFactory.getInstance("X.509");
			List<X509Certificate> chain = new ArrayList<>();
			for (Certificate shown : engine.getSession().getPeerCertificates()) {
				chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(shown.getEncoded())));
			}
			return new CertificateChain(chain);
		}
		catch (SSLPeerUnverifiedException | CertificateException | IllegalArgumentException unreadable) {
			throw new RefusedHelloException("the peer's certificates cannot be read: " + unreadable.getMessage());
		}
	}

	/** What HELLO is signed for, if this side has {@code role}. */
	public Binding binding(ChainId chainId, Epoch epoch, Role role) {
		return (role == Role.CLIENT) ? Binding.of(chainId, epoch, own.leaf(), peer.leaf(), exporter)
				: Binding.of(chainId, epoch, peer.leaf(), own.leaf(), exporter);
	}

}
