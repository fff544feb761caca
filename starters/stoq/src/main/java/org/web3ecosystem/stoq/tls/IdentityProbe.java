package org.web3ecosystem.stoq.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Date;

import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * Tries a key and its certificate before the TLS library sees them: BoringSSL is native
 * and a private key that it cannot parse ends the process.
 */
final class IdentityProbe {

	/** Bit length of the P-256 group order. */
	private static final int P256_BITS = 256;

	private static final String ALGORITHM = "EC";

	private static final byte[] CHALLENGE = "web3:stoq-identity-probe/1".getBytes(StandardCharsets.UTF_8);

	private IdentityProbe() {
	}

	/**
	 * The identity, with its private key as the JDK's own key factory writes it.
	 * @throws UnusableIdentityException saying what is wrong
	 */
	static Identity probe(KeyPair keys, CertificateChain chain, Instant now) {
		X509Certificate leaf = chain.leaf();
		if (!(leaf.getPublicKey() instanceof ECPublicKey point)
				|| point.getParams().getOrder().bitLength() != P256_BITS) {
			throw new UnusableIdentityException(
					"a leaf with a " + leaf.getPublicKey().getAlgorithm() + " key: only P-256 is published");
		}
		PrivateKey key = parse(keys.getPrivate());
		signsFor(key, leaf);
		try {
			leaf.checkValidity(Date.from(now));
		}
		catch (CertificateException expired) {
			throw new UnusableIdentityException("the leaf is not valid at " + now, expired);
		}
		return Identity.of(new KeyPair(leaf.getPublicKey(), key), chain);
	}

	private static PrivateKey parse(PrivateKey key) {
		byte[] encoded = key.getEncoded();
		if (!ALGORITHM.equals(key.getAlgorithm()) || !"PKCS#8".equals(key.getFormat()) || encoded == null) {
			throw new UnusableIdentityException("a private key of algorithm " + key.getAlgorithm() + " in form "
					+ key.getFormat() + ": only EC in PKCS#8 is published");
		}
		try {
			return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
		}
		catch (GeneralSecurityException garbage) {
			throw new UnusableIdentityException("the private key cannot be parsed", garbage);
		}
	}

	private static void signsFor(PrivateKey key, X509Certificate leaf) {
		boolean fits;
		try {
			Signature signature = Signature.getInstance("SHA256withECDSA");
			signature.initSign(key);
			signature.update(CHALLENGE);
			byte[] signed = signature.sign();
			signature.initVerify(leaf.getPublicKey());
			signature.update(CHALLENGE);
			fits = signature.verify(signed);
		}
		catch (GeneralSecurityException unfit) {
			throw new UnusableIdentityException("the private key does not sign", unfit);
		}
		if (!fits) {
			throw new UnusableIdentityException("the private key does not belong to the certificate");
		}
	}

}
