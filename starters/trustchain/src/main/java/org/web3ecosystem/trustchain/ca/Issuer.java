package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.stream.Stream;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import org.web3ecosystem.spi.DurableFile;

/**
 * A certificate authority's certificate with the key that signs under it. The key never
 * leaves this object except to the file in which it is first kept.
 */
public final class Issuer {

	/** Signature algorithm of everything signed here. */
	static final String ALGORITHM = "SHA256withECDSA";

	/** RFC 5280, section 4.1.2.2: at most 20 octets, positive. */
	private static final int SERIAL_BITS = 159;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final X509Certificate certificate;

	private final PrivateKey key;

	private final List<X509Certificate> above;

	private Issuer(X509Certificate certificate, PrivateKey key, List<X509Certificate> above) {
		this.certificate = certificate;
		this.key = key;
		this.above = List.copyOf(above);
	}

	static Issuer of(X509Certificate certificate, PrivateKey key) {
		return new Issuer(certificate, key, List.of());
	}

	/**
	 * @param above what leads from its root to one that was there before, to be shown
	 * with it
	 */
	static Issuer of(X509Certificate certificate, PrivateKey key, List<X509Certificate> above) {
		return new Issuer(certificate, key, above);
	}

	/** Whether {@link #load} would find something. */
	public static boolean exists(Path directory, String name) {
		return Files.exists(directory.resolve(name + ".key")) && Files.exists(directory.resolve(name + ".pem"));
	}

	/**
	 * The same with its key in an open file.
	 */
	public static Issuer load(Path directory, String name) {
		return load(directory, name, KeyCustody.OPEN);
	}

	/**
	 * Reads {@code <name>.pem}, and has the key for {@code <name>.key}.
	 * @throws CaException if they cannot be read or do not belong together
	 */
	public static Issuer load(Path directory, String name, KeyCustody custody) {
		List<X509Certificate> chain = Pem.readChain(directory.resolve(name + ".pem"));
		PrivateKey key = custody.key(directory.resolve(name + ".key"));
		Issuer issuer = new Issuer(chain.getFirst(), key, chain.subList(1, chain.size()));
		if (!issuer.signsForItself()) {
			throw new CaException(name + ".key does not belong to " + name + ".pem in " + directory);
		}
		return issuer;
	}

	void store(Path directory, String name) throws IOException {
		DurableFile.write(directory.resolve(name + ".key"),
				Pem.encode("PRIVATE KEY", key.getEncoded()).getBytes(StandardCharsets.US_ASCII));
		DurableFile.write(directory.resolve(name + ".pem"), Pem.encode(chain()).getBytes(StandardCharsets.US_ASCII));
	}

	public X509Certificate certificate() {
		return certificate;
	}

	/** What is shown with a leaf of it: itself, and what leads to an earlier root. */
	List<X509Certificate> chain() {
		return Stream.concat(Stream.of(certificate), above.stream()).toList();
	}

	/** How paths call it. */
	CaName name(Ca ca) {
		return CaName.of(ca, Draft.keyId(Draft.keyInfo(certificate.getPublicKey())));
	}

	X500Name name() {
		return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
	}

	PrivateKey key() {
		return key;
	}

	/** Signs what was linted, byte for byte. */
	X509Certificate sign(TBSCertificate unsigned) {
		return sign(unsigned, key);
	}

	static X509Certificate sign(TBSCertificate unsigned, PrivateKey key) {
		try {
			byte[] content = unsigned.getEncoded(ASN1Encoding.DER);
			ContentSigner signer = signer(key);
			try (OutputStream out = signer.getOutputStream()) {
				out.write(content);
			}
			ASN1EncodableVector signed = new ASN1EncodableVector();
			signed.add(unsigned);
			signed.add(signer.getAlgorithmIdentifier());
			signed.add(new DERBitString(signer.getSignature()));
			return Pem.certificate(new DERSequence(signed).getEncoded(ASN1Encoding.DER));
		}
		catch (IOException | OperatorCreationException | CertificateException failure) {
			throw new CaException("could not sign a certificate", failure);
		}
	}

	/** Signs one thing. */
	ContentSigner signer() {
		try {
			return signer(key);
		}
		catch (OperatorCreationException failure) {
			throw new CaException("could not begin to sign", failure);
		}
	}

	private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
		return new JcaContentSignerBuilder(ALGORITHM).build(key);
	}

	/** 159 random bits, never zero. */
	static BigInteger serial() {
		BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM);
		return (serial.bitLength() < 64) ? serial() : serial;
	}

	/** Whether key and certificate belong together. */
	boolean signsForItself() {
		try {
			byte[] probe = serial().toByteArray();
			Signature signer = Signature.getInstance(ALGORITHM);
			signer.initSign(key);
			signer.update(probe);
			Signature verifier = Signature.getInstance(ALGORITHM);
			verifier.initVerify(certificate.getPublicKey());
			verifier.update(probe);
			return verifier.verify(signer.sign());
		}
		catch (GeneralSecurityException unusable) {
			return false;
		}
	}

	/** New keys on the curve this authority uses. */
	static KeyPair newKeys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has P-256", impossible);
		}
	}

	@Override
	public String toString() {
		return "Issuer[" + certificate.getSubjectX500Principal() + "]";
	}

}
