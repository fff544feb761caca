package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Set;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.hiero.consensus.model.node.KeysAndCerts;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Node;

/**
 * The keys a validator gossips with. The Ed25519 key that signs its events is drawn once,
 * by {@code init}, and lives in {@code hashgraph/gossip.key} of the node's home; its
 * certificate is in the genesis document. The P-384 key of its TLS connections is drawn
 * at every start and certified by the first.
 */
public final class GossipKeys {

	private static final String ED25519 = "Ed25519";

	private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";

	private static final String END = "\n-----END PRIVATE KEY-----\n";

	private static final int SERIAL_BITS = 120;

	/** RFC 5280 section 4.1.2.5: no well-defined end. */
	private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

	private GossipKeys() {
	}

	/**
	 * Draws a gossip key and stores it in a node's home, readable by its owner only.
	 * @param home the node's home directory, which exists
	 * @param name the validator's name in the genesis document; the engine tells peers
	 * apart by the certificate's subject, so no two validators may share it
	 * @return the certificate for the genesis document, DER
	 * @throws IllegalStateException if the home has a gossip key already
	 */
	public static byte[] create(Path home, String name) {
		return create(home, name, new SecureRandom(), InstantSource.system());
	}

	/**
	 * Draws the key that is to follow, beside the one in use. It comes into use once a
	 * roster counts that has its certificate. One that was drawn and is not in use yet is
	 * given again.
	 * @param name the validator's, as before
	 * @return the certificate for that roster, DER
	 */
	static byte[] createNext(Path home, String name) {
		try {
			if (Files.exists(next(home)) && Files.exists(nextCertificate(home))) {
				byte[] drawn = Files.readAllBytes(nextCertificate(home));
				if (belongTogether(new KeyPair(Rosters.certificate(name, drawn).getPublicKey(), read(next(home))))) {
					return drawn;
				}
			}
			// nobody has heard of it, since its certificate was not given to anybody
			Files.deleteIfExists(next(home));
			byte[] certificate = draw(next(home), name, new SecureRandom(), InstantSource.system());
			// on disk before anybody hears of it: without it another key would be drawn
			Files.write(nextCertificate(home), certificate, StandardOpenOption.CREATE,
					StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
			return certificate;
		}
		catch (GeneralSecurityException unreadable) {
			throw new IllegalStateException("could not read the gossip key " + next(home), unreadable);
		}
		catch (IOException failure) {
			throw new UncheckedIOException("could not store the next gossip key of " + name, failure);
		}
	}

	static byte[] create(Path home, String name, SecureRandom random, InstantSource clock) {
		return draw(file(home), name, random, clock);
	}

	private static byte[] draw(Path file, String name, SecureRandom random, InstantSource clock) {
		try {
			KeyPair pair = generate(ED25519, null, random);
			X500Principal subject = new X500Principal("CN=" + name + ",OU=gossip");
			// a day earlier, since clocks of validators may differ
			Instant from = clock.instant().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
			X509Certificate certificate = certify(subject, pair.getPublic(), subject, pair.getPrivate(), from, NO_END,
					random);
			store(file, pair.getPrivate());
			return certificate.getEncoded();
		}
		catch (GeneralSecurityException | OperatorCreationException failure) {
			throw new IllegalStateException("could not make a gossip key for " + name, failure);
		}
	}

	/**
	 * The stored key with the certificate that the roster has for it, and a new TLS key.
	 * A key that was drawn to follow takes the place of the other when the roster has it.
	 * @throws IllegalStateException if there is no key or it is not the certificate's
	 */
	static KeysAndCerts load(Path home, X509Certificate certificate, SecureRandom random) {
		Path file = file(home);
		try {
			useNext(home, certificate);
			KeyPair signing = new KeyPair(certificate.getPublicKey(), read(file));
			if (!belongTogether(signing)) {
				throw new ForeignKeyException(file);
			}
			KeyPair agreement = generate("EC", "secp384r1", random);
			X500Principal issuer = certificate.getSubjectX500Principal();
			X500Principal subject = new X500Principal(issuer.getName() + ",OU=tls");
			X509Certificate agreementCertificate = certify(subject, agreement.getPublic(), issuer, signing.getPrivate(),
					certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant(), random);
			return new KeysAndCerts(signing, agreement, certificate, agreementCertificate);
		}
		catch (GeneralSecurityException | OperatorCreationException failure) {
			throw new IllegalStateException("could not read the gossip key " + file, failure);
		}
	}

	private static void useNext(Path home, X509Certificate certificate) throws GeneralSecurityException {
		Path next = next(home);
		if (Files.exists(next) && belongTogether(new KeyPair(certificate.getPublicKey(), read(next)))) {
			try {
				// first who it is: with the old key the certificate is of no use, and
				// told apart
				Files.write(certificate(home), certificate.getEncoded());
				Files.move(next, file(home), StandardCopyOption.ATOMIC_MOVE);
				Files.deleteIfExists(nextCertificate(home));
			}
			catch (IOException failure) {
				throw new UncheckedIOException("could not take the gossip key " + next + " into use", failure);
			}
		}
	}

	/**
	 * Looks before anything is started whether the stored key, if there is one, is this
	 * validator's.
	 * @throws ForeignKeyException if it is another's
	 */
	public static void requireOwn(Node node) {
		Path file = file(node.home());
		if (Files.exists(certificate(node.home()))) {
			// replaced once: the engine compares it with the roster of the saved state
			return;
		}
		node.genesis().validator(node.id()).filter(self -> Files.exists(file)).ifPresent(self -> {
			try {
				if (!belongTogether(new KeyPair(Rosters.certificate(self).getPublicKey(), read(file)))) {
					throw new ForeignKeyException(file);
				}
			}
			catch (GeneralSecurityException failure) {
				throw new IllegalStateException("could not read the gossip key " + file, failure);
			}
		});
	}

	/** Drawn, and not in any roster yet. */
	private static Path next(Path home) {
		return home.resolve("hashgraph").resolve("gossip.next.key");
	}

	private static Path nextCertificate(Path home) {
		return home.resolve("hashgraph").resolve("gossip.next.crt");
	}

	/** The certificate of a key that took the place of the first. */
	private static Path certificate(Path home) {
		return home.resolve("hashgraph").resolve("gossip.crt");
	}

	static Path file(Path home) {
		return home.resolve("hashgraph").resolve("gossip.key");
	}

	private static KeyPair generate(String algorithm, @Nullable String curve, SecureRandom random)
			throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
		if (curve != null) {
			generator.initialize(new ECGenParameterSpec(curve), random);
		}
		else {
			generator.initialize(255, random);
		}
		return generator.generateKeyPair();
	}

	private static X509Certificate certify(X500Principal subject, PublicKey key, X500Principal issuer,
			PrivateKey issuerKey, Instant from, Instant to, SecureRandom random)
			throws GeneralSecurityException, OperatorCreationException {
		var builder = new JcaX509v3CertificateBuilder(issuer, new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
				Date.from(from), Date.from(to), subject, key);
		return new JcaX509CertificateConverter()
			.getCertificate(builder.build(new JcaContentSignerBuilder(ED25519).build(issuerKey)));
	}

	private static boolean belongTogether(KeyPair pair) throws GeneralSecurityException {
		byte[] probe = "gossip key probe".getBytes(StandardCharsets.US_ASCII);
		Signature signature = Signature.getInstance(ED25519);
		signature.initSign(pair.getPrivate());
		signature.update(probe);
		byte[] signed = signature.sign();
		signature.initVerify(pair.getPublic());
		signature.update(probe);
		return signature.verify(signed);
	}

	private static PrivateKey read(Path file) throws GeneralSecurityException {
		try {
			String pem = Files.readString(file, StandardCharsets.US_ASCII);
			if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
				throw new IllegalStateException(file + " is not a PEM private key");
			}
			byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(BEGIN.length(), pem.length() - END.length()));
			return KeyFactory.getInstance(ED25519).generatePrivate(new PKCS8EncodedKeySpec(encoded));
		}
		catch (IOException unreadable) {
			throw new IllegalStateException("could not read the gossip key " + file, unreadable);
		}
	}

	private static void store(Path file, PrivateKey key) {
		String pem = BEGIN + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key.getEncoded()) + END;
		try {
			Files.createDirectories(file.getParent());
			if (Files.exists(file)) {
				throw new IllegalStateException(file + " exists: a gossip key is drawn once");
			}
			Path draft = Files.createTempFile(file.getParent(), "gossip", ".key", ownerOnly(file));
			try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
				ByteBuffer bytes = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
				while (bytes.hasRemaining()) {
					channel.write(bytes);
				}
				channel.force(true);
			}
			Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException failure) {
			throw new UncheckedIOException("could not store the gossip key " + file, failure);
		}
	}

	private static FileAttribute<?>[] ownerOnly(Path file) {
		Set<String> views = file.getFileSystem().supportedFileAttributeViews();
		return views.contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

}
