package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;

import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A private key under a passphrase: encrypted PKCS#8 (RFC 5958) by PBES2 (RFC 8018) with
 * PBKDF2-HMAC-SHA256 and AES-256 in CBC mode. The JDK computes it, which is several times
 * faster at it than Bouncy Castle.
 */
final class EncryptedKey {

	private static final int SALT_BYTES = 16;

	private static final int BLOCK_BYTES = 16;

	private static final int KEY_BITS = 256;

	private static final int MAX_ITERATIONS = 10_000_000;

	private EncryptedKey() {
	}

	/**
	 * Reads what {@link #encrypt} made, or another tool in the same way.
	 * @throws GeneralSecurityException if the passphrase is wrong, or it is encrypted
	 * otherwise
	 */
	static PrivateKey decrypt(byte[] encrypted, char[] passphrase) throws GeneralSecurityException {
		return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes(encrypted, passphrase)));
	}

	/** The same of bytes that need not be a key. */
	static byte[] bytes(byte[] encrypted, char[] passphrase) throws GeneralSecurityException {
		EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(encrypted);
		PBES2Parameters parameters = PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
		PBKDF2Params derivation = PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
		int iterations = derivation.getIterationCount().intValueExact();
		if (!info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)
				|| !parameters.getEncryptionScheme().getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_CBC)
				|| !derivation.getPrf().getAlgorithm().equals(PKCSObjectIdentifiers.id_hmacWithSHA256) || iterations < 1
				|| iterations > MAX_ITERATIONS) {
			throw new GeneralSecurityException("not encrypted with PBES2, PBKDF2-HMAC-SHA256 and AES-256-CBC");
		}
		byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
			.generateSecret(new PBEKeySpec(passphrase, derivation.getSalt(), iterations, KEY_BITS))
			.getEncoded();
		Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
		byte[] iv = ASN1OctetString.getInstance(parameters.getEncryptionScheme().getParameters()).getOctets();
		cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(derived, "AES"), new IvParameterSpec(iv));
		return cipher.doFinal(info.getEncryptedData());
	}

	static byte[] encrypt(PrivateKey key, char[] passphrase, PassphraseOrigin origin, SecureRandom random)
			throws GeneralSecurityException, IOException {
		return encrypt(key.getEncoded(), passphrase, origin, random);
	}

	static byte[] encrypt(byte[] plain, char[] passphrase, PassphraseOrigin origin, SecureRandom random)
			throws GeneralSecurityException, IOException {
		byte[] salt = new byte[SALT_BYTES];
		byte[] iv = new byte[BLOCK_BYTES];
		random.nextBytes(salt);
		random.nextBytes(iv);
		byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
			.generateSecret(new PBEKeySpec(passphrase, salt, origin.iterations(), KEY_BITS))
			.getEncoded();
		Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
		cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, "AES"), new IvParameterSpec(iv));
		AlgorithmIdentifier hmac = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
		PBES2Parameters parameters = new PBES2Parameters(
				new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2,
						new PBKDF2Params(salt, origin.iterations(), hmac)),
				new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
		return new EncryptedPrivateKeyInfo(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters),
				cipher.doFinal(plain))
			.getEncoded();
	}

}
