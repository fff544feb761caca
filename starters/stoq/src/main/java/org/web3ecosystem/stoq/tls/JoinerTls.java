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

	public static QuicSslContext client(InstantSource clock) {
		KeyPair keys = SelfSignedLeaf.keys();
		GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, "joiner.invalid"));
		X509Certificate throwAway = SelfSignedLeaf.sign(keys, "joiner", names, clock.instant(), LIFE);
		return Generation
			.strict(QuicSslContextBuilder.forClient().keyManager(new OneKey(keys.getPrivate(), throwAway), null),
					new Exporters())
			.applicationProtocols(Alpn.JOIN)
			.build();
	}

}
