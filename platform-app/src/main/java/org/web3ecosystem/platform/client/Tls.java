package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.trustchain.ca.Pem;

/**
 * TLS to a node: trusts the root of the genesis document and nothing else.
 *
 * @param context ready for use
 */
public record Tls(SSLContext context) {

	private static final char[] IN_MEMORY = new char[0];

	/** Shows no certificate. */
	public static Tls asAnybody(Genesis genesis) {
		try {
			return of(genesis, new KeyManager[0]);
		}
		catch (GeneralSecurityException | IOException unusable) {
			throw new RefusedException("the root in the genesis document cannot be used: " + unusable.getMessage(),
					"is it the federation's own genesis document?", unusable);
		}
	}

	/** Shows the certificate in {@code operator/} of a node's home. */
	static Tls asOperator(NodeHome home) {
		Path directory = home.path().resolve("operator");
		try {
			KeyStore keys = empty();
			keys.setKeyEntry("operator", key(directory.resolve("operator.key")), IN_MEMORY,
					certificates(directory.resolve("operator.pem")));
			KeyManagerFactory shown = KeyManagerFactory.getInstance("PKIX");
			shown.init(keys, IN_MEMORY);
			return of(home.genesis(), shown.getKeyManagers());
		}
		catch (NoSuchFileException absent) {
			throw new RefusedException("there is no operator's certificate in " + directory,
					"start the node with --web3.platform.operator-certificate=true", absent);
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
			throw new RefusedException(
					"the operator's certificate in " + directory + " cannot be used: " + unusable.getMessage(),
					"restart the node, which makes a new one", unusable);
		}
	}

	private static Tls of(Genesis genesis, KeyManager[] shown) throws GeneralSecurityException, IOException {
		KeyStore anchors = empty();
		anchors.setCertificateEntry("root", genesis.rootCertificate());
		TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
		trusted.init(anchors);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(shown, trusted.getTrustManagers(), null);
		return new Tls(context);
	}

	private static KeyStore empty() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
		List<byte[]> blocks = Pem.decode("PRIVATE KEY", Files.readString(file, StandardCharsets.US_ASCII));
		if (blocks.size() != 1) {
			throw new IllegalArgumentException(file + " is not one private key");
		}
		return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst()));
	}

	private static Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
		List<Certificate> chain = new ArrayList<>();
		for (byte[] block : Pem.decode("CERTIFICATE", Files.readString(file, StandardCharsets.US_ASCII))) {
			chain.add(Pem.certificate(block));
		}
		return chain.toArray(Certificate[]::new);
	}

}
