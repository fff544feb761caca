package org.web3ecosystem.platform.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.command.Who;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * An owner's Ed25519 key in a PKCS#12 file (RFC 7292), as {@code openssl} and
 * {@code keytool} read it. Such a file holds no key without a certificate, so there is
 * one that vouches for itself and that nobody looks at.
 */
final class OwnerKeys {

	private static final String ALIAS = "owner";

	private static final int MAX_STORE = 64 * 1024;

	private static final int MIN_PASSPHRASE = 8;

	/** RFC 5280, 4.1.2.5: has no end. */
	private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

	private static final int SERIAL_BITS = 127;

	/** What the JDK's own 10 000 make of a guess is too little for a key with money. */
	private static final String ITERATIONS = "100000";

	private static final List<String> COUNTS = List.of("keystore.pkcs12.keyPbeIterationCount",
			"keystore.pkcs12.certPbeIterationCount", "keystore.pkcs12.macIterationCount");

	private OwnerKeys() {
	}

	/**
	 * Makes a key and stores it.
	 * @throws RefusedException rather than replace a file
	 */
	static NodeKey create(Who.KeyFile file) {
		NodeKey key = NodeKey.generate();
		char[] passphrase = passphrase(file);
		COUNTS.stream()
			.filter(count -> System.getProperty(count) == null)
			.forEach(count -> System.setProperty(count, ITERATIONS));
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setKeyEntry(ALIAS, key.pair().getPrivate(), passphrase, new X509Certificate[] { certificate(key) });
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			store.store(bytes, passphrase);
			write(file.store(), bytes.toByteArray());
			return key;
		}
		catch (FileAlreadyExistsException there) {
			throw new RefusedException(file.store() + " is there already", "name a file that is not there", there);
		}
		catch (IOException | GeneralSecurityException failure) {
			throw new RefusedException("cannot write " + file.store() + ": "
					+ (failure instanceof NoSuchFileException ? "its directory is not there" : failure.getMessage()),
					"check the directory and its permissions", failure);
		}
		finally {
			Arrays.fill(passphrase, '\0');
		}
	}

	/**
	 * Opens a store.
	 * @throws RefusedException if there is no such key in it
	 */
	static NodeKey open(Who.KeyFile file) {
		char[] passphrase = passphrase(file);
		try (InputStream stream = Files.newInputStream(file.store())) {
			byte[] bytes = stream.readNBytes(MAX_STORE + 1);
			if (bytes.length > MAX_STORE) {
				throw new IOException("it is too large for a key store");
			}
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(new ByteArrayInputStream(bytes), passphrase);
			if (store.getKey(ALIAS, passphrase) instanceof PrivateKey key && store.getCertificate(ALIAS) != null) {
				return NodeKey.of(store.getCertificate(ALIAS).getPublicKey(), key);
			}
			throw new IOException("it has no key with the name '" + ALIAS + "'");
		}
		catch (NoSuchFileException absent) {
			throw new RefusedException("there is no key store " + file.store(), "make one with 'key create'", absent);
		}
		catch (IOException unusable) {
			if (unusable.getCause() instanceof UnrecoverableKeyException) {
				throw new RefusedException(
						"the passphrase in " + file.passphraseFile() + " does not open " + file.store(),
						"give the passphrase it was made with", unusable);
			}
			throw unreadable(file, unusable);
		}
		catch (GeneralSecurityException | IllegalArgumentException unusable) {
			throw unreadable(file, unusable);
		}
		finally {
			Arrays.fill(passphrase, '\0');
		}
	}

	private static RefusedException unreadable(Who.KeyFile file, Exception failure) {
		return new RefusedException(
				file.store() + " is no key store: "
						+ Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName()),
				"name a file that 'key create' made", failure);
	}

	private static char[] passphrase(Who.KeyFile file) {
		String line = PassphraseFile.read(file.passphraseFile());
		if (line.length() < MIN_PASSPHRASE) {
			throw new RefusedException(
					"the passphrase in " + file.passphraseFile() + " is shorter than " + MIN_PASSPHRASE + " characters",
					"choose a longer one");
		}
		return line.toCharArray();
	}

	private static X509Certificate certificate(NodeKey key) throws GeneralSecurityException {
		X500Name name = new X500Name("CN=" + key.id().hex());
		try {
			return new JcaX509CertificateConverter().getCertificate(
					new JcaX509v3CertificateBuilder(name, new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0),
							Date.from(Instant.EPOCH), Date.from(NEVER), name, key.publicKey())
						.build(new JcaContentSignerBuilder("Ed25519").build(key.pair().getPrivate())));
		}
		catch (OperatorCreationException impossible) {
			throw new GeneralSecurityException(impossible);
		}
	}

	private static void write(Path file, byte[] bytes) throws IOException {
		var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
		try (var channel = Files.newByteChannel(file,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC), ownerOnly);
				OutputStream out = Channels.newOutputStream(channel)) {
			out.write(bytes);
		}
	}

}
