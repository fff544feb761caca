package org.web3ecosystem.bench.commit;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import javax.security.auth.x500.X500Principal;

import com.hedera.hapi.node.base.ServiceEndpoint;
import com.hedera.hapi.node.state.roster.RosterEntry;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.hiero.consensus.model.node.KeysAndCerts;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in the bare engine, with keys of the kinds that our gossip has.
 *
 * @param number the engine's id
 * @param port of its gossip, at loopback
 */
record BareMember(long number, int port, KeysAndCerts keys) {

	private static final String ED25519 = "Ed25519";

	private static final int SERIAL_BITS = 120;

	private static final SecureRandom RANDOM = new SecureRandom();

	static BareMember draw(long number) throws IOException, GeneralSecurityException {
		KeyPair signing = pair(KeyPairGenerator.getInstance(ED25519), null);
		KeyPair agreement = pair(KeyPairGenerator.getInstance("EC"), new ECGenParameterSpec("secp384r1"));
		X500Principal issuer = new X500Principal("CN=bare" + number);
		X500Principal subject = new X500Principal("CN=bare" + number + ",OU=tls");
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return new BareMember(number, free.getLocalPort(),
					new KeysAndCerts(signing, agreement,
							certificate(issuer, signing.getPublic(), issuer, signing.getPrivate()),
							certificate(subject, agreement.getPublic(), issuer, signing.getPrivate())));
		}
		catch (OperatorCreationException impossible) {
			throw new GeneralSecurityException("could not certify the keys", impossible);
		}
	}

	private static KeyPair pair(KeyPairGenerator generator, @Nullable ECGenParameterSpec curve)
			throws GeneralSecurityException {
		if (curve != null) {
			generator.initialize(curve, RANDOM);
		}
		return generator.generateKeyPair();
	}

	private static X509Certificate certificate(X500Principal subject, PublicKey key, X500Principal issuer,
			PrivateKey by) throws GeneralSecurityException, OperatorCreationException {
		Instant from = Instant.now().minus(Duration.ofDays(1));
		return new JcaX509CertificateConverter().getCertificate(
				new JcaX509v3CertificateBuilder(issuer, new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS),
						Date.from(from), Date.from(from.plus(Duration.ofDays(30))), subject, key)
					.build(new JcaContentSignerBuilder(ED25519).build(by)));
	}

	RosterEntry entry() throws GeneralSecurityException {
		return RosterEntry.newBuilder()
			.nodeId(number)
			.weight(1)
			.gossipCaCertificate(Bytes.wrap(keys.sigCert().getEncoded()))
			.gossipEndpoint(ServiceEndpoint.newBuilder()
				.port(port)
				.ipAddressV4(Bytes.wrap(InetAddress.getLoopbackAddress().getAddress()))
				.build())
			.build();
	}

}
