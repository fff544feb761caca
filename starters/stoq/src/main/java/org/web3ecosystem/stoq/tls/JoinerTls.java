package org.web3ecosystem.stoq.tls;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;

import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * TLS of somebody who has no identity yet: a throw-away certificate that vouches for
 * nothing, and the join protocol only.
 */
public final class JoinerTls {

	private static final Duration LIFE = Duration.ofMinutes(10);

	private JoinerTls() {
	}

	/** Over QUIC. */
	public static QuicSslContext client(InstantSource clock) {
		return Generation.strict(QuicSslContextBuilder.forClient().keyManager(throwAway(clock), null), new Exporters())
			.applicationProtocols(Alpn.JOIN)
			.build();
	}

	/** Over TCP. */
	public static TcpTls tcp(InstantSource clock) {
		return new TcpTls(throwAway(clock), Alpn.JOIN_TCP);
	}

	private static OneKey throwAway(InstantSource clock) {
		KeyPair keys = SelfSignedLeaf.keys();
		GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, "joiner.invalid"));
		X509Certificate leaf = SelfSignedLeaf.sign(keys, "joiner", names, clock.instant(), LIFE);
		return new OneKey(keys.getPrivate(), leaf);
	}

}
