package org.web3ecosystem.stoq.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Leaf keys, and leaf certificates that vouch for themselves. */
final class SelfSignedLeaf {

	/** How far clocks may disagree. */
	private static final Duration SKEW = Duration.ofMinutes(5);

	private static final int SERIAL_BITS = 127;

	private static final SecureRandom RANDOM = new SecureRandom();

	private SelfSignedLeaf() {
	}

	/** A fresh P-256 pair. */
	static KeyPair keys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has P-256", impossible);
		}
	}

	/**
	 * @throws UnusableIdentityException if the keys do not sign
	 */
	static X509Certificate sign(KeyPair keys, String commonName, GeneralNames names, Instant now, Duration life) {
		X500Name name = new X500Name("CN=" + commonName);
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name,
				new BigInteger(SERIAL_BITS, RANDOM).setBit(0), Date.from(now.minus(SKEW)), Date.from(now.plus(life)),
				name, keys.getPublic());
		try {
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
			builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
			builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
					new KeyPurposeId[] { KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth }));
			builder.addExtension(Extension.subjectAlternativeName, false, names);
			return new JcaX509CertificateConverter()
				.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
		}
		catch (GeneralSecurityException | OperatorCreationException | IOException unfit) {
			throw new UnusableIdentityException("cannot sign a certificate over its own key", unfit);
		}
	}

}
