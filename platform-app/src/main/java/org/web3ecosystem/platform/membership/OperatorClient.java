package org.web3ecosystem.platform.membership;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.platform.node.RootTrust;
import org.web3ecosystem.trustchain.ca.Pem;

/**
 * Speaks to a node's HTTPS port as its operator: trusts the root of the node's genesis
 * document and shows the certificate in {@code operator/} of its home.
 */
final class OperatorClient {

	private static final Duration DEADLINE = Duration.ofSeconds(15);

	private static final char[] IN_MEMORY = new char[0];

	private final NodeHome home;

	OperatorClient(NodeHome home) {
		this.home = home;
	}

	/**
	 * Posts an empty body.
	 * @throws RefusedException if there is no answer, or not this status
	 */
	String post(String path, int expected) {
		URI uri = home.https().resolve(path);
		try (HttpClient client = HttpClient.newBuilder().sslContext(tls()).connectTimeout(DEADLINE).build()) {
			HttpResponse<String> response = client.send(
					HttpRequest.newBuilder(uri).timeout(DEADLINE).POST(HttpRequest.BodyPublishers.noBody()).build(),
					HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != expected) {
				throw new RefusedException(
						uri + " refused with HTTP status " + response.statusCode() + ": " + response.body(),
						"look at the node's log");
			}
			return response.body();
		}
		catch (IOException failure) {
			throw new RefusedException("no answer from " + uri + ": " + failure.getMessage(),
					"start the node first; a certificate of its operator lasts a day", failure);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new RefusedException("interrupted", "try again", interrupted);
		}
	}

	private SSLContext tls() throws IOException {
		Path directory = home.path().resolve("operator");
		try {
			KeyStore keys = KeyStore.getInstance("PKCS12");
			keys.load(null, null);
			keys.setKeyEntry("operator", key(directory.resolve("operator.key")), IN_MEMORY,
					certificates(directory.resolve("operator.pem")));
			KeyManagerFactory shown = KeyManagerFactory.getInstance("PKIX");
			shown.init(keys, IN_MEMORY);
			return RootTrust.tls(home.genesis(), shown.getKeyManagers());
		}
		catch (NoSuchFileException absent) {
			throw new RefusedException("there is no operator's certificate in " + directory,
					"start the node with --web3.platform.operator-certificate=true", absent);
		}
		catch (GeneralSecurityException | IllegalArgumentException unusable) {
			throw new RefusedException(
					"the operator's certificate in " + directory + " cannot be used: " + unusable.getMessage(),
					"restart the node, which makes a new one", unusable);
		}
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
