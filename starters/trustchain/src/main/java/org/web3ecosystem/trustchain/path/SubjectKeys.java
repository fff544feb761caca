package org.web3ecosystem.trustchain.path;

import java.math.BigInteger;
import java.util.Map;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The public keys that may be certified: P-256 and P-384 on the curve, Ed25519, RSA of
 * 2048 to 4096 bits. Everything else costs more to judge than it is worth.
 */
public final class SubjectKeys {

	private static final int ED25519_LENGTH = 32;

	/**
	 * RFC 5480, section 2.2; the one form that all can read, and one form for one key.
	 */
	private static final int UNCOMPRESSED = 4;

	private static final int RSA_MIN_BITS = 2048;

	private static final int RSA_MAX_BITS = 4096;

	private static final BigInteger RSA_MIN_EXPONENT = BigInteger.valueOf(65537);

	private static final int RSA_MAX_EXPONENT_BITS = 32;

	private static final Map<ASN1ObjectIdentifier, X9ECParameters> CURVES = Map.of(SECObjectIdentifiers.secp256r1,
			SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1), SECObjectIdentifiers.secp384r1,
			SECNamedCurves.getByOID(SECObjectIdentifiers.secp384r1));

	private SubjectKeys() {
	}

	/** Whether this key may be certified. */
	public static boolean allowed(SubjectPublicKeyInfo key) {
		try {
			ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
			if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
				return onCurve(key);
			}
			if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
				return key.getAlgorithm().getParameters() == null
						&& key.getPublicKeyData().getBytes().length == ED25519_LENGTH;
			}
			return algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
					&& rsa(RSAPublicKey.getInstance(key.parsePublicKey()));
		}
		catch (java.io.IOException | RuntimeException malformed) {
			return false;
		}
	}

	/** Whether a key for RSA, which may also be used to encipher a session key. */
	static boolean isRsa(SubjectPublicKeyInfo key) {
		return key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
	}

	private static boolean onCurve(SubjectPublicKeyInfo key) {
		ASN1Encodable parameters = key.getAlgorithm().getParameters();
		X9ECParameters curve = (parameters instanceof ASN1ObjectIdentifier named) ? CURVES.get(named) : null;
		if (curve == null) {
			return false;
		}
		// decodePoint refuses what is not on the curve
		ECPoint point = curve.getCurve().decodePoint(key.getPublicKeyData().getBytes());
		return !point.isInfinity() && key.getPublicKeyData().getBytes()[0] == UNCOMPRESSED;
	}

	private static boolean rsa(RSAPublicKey key) {
		int bits = key.getModulus().bitLength();
		BigInteger exponent = key.getPublicExponent();
		return bits >= RSA_MIN_BITS && bits <= RSA_MAX_BITS && key.getModulus().testBit(0) && exponent.testBit(0)
				&& exponent.compareTo(RSA_MIN_EXPONENT) >= 0 && exponent.bitLength() <= RSA_MAX_EXPONENT_BITS;
	}

}
