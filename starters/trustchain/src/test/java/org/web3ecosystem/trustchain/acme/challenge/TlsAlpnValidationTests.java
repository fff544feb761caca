package org.web3ecosystem.trustchain.acme.challenge;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Semaphore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.acme.problem.AcmeException;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.ca.TestAuthority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TlsAlpnValidationTests {

	private static final String NAME = "www.asset.local.internal";

	private static final Validation.Claim CLAIM = new Validation.Claim(NAME, "token", "token.thumbprint", true);

	private static final byte[] DIGEST = Digest.sha256("token.thumbprint".getBytes(StandardCharsets.US_ASCII));

	private static final ASN1ObjectIdentifier ACME = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

	private static final Duration TIME = Duration.ofSeconds(20);

	private ServerSocket server;

	@AfterEach
	void stop() throws IOException {
		server.close();
	}

	@Test
	void theCertificateOfTheChallengeIsFound() throws Exception {
		serving("acme-tls/1", true, DIGEST, NAME).validate(CLAIM);
	}

	@Test
	void noOtherCertificateIs() throws Exception {
		refused(ErrorType.UNAUTHORIZED, serving("acme-tls/1", false, DIGEST, NAME));
		refused(ErrorType.UNAUTHORIZED, serving("acme-tls/1", true, DIGEST, "other.asset.local.internal"));
		refused(ErrorType.UNAUTHORIZED, serving("acme-tls/1", true, DIGEST, NAME, "other.asset.local.internal"));
		refused(ErrorType.UNAUTHORIZED, serving("acme-tls/1", true, DIGEST));
		refused(ErrorType.INCORRECT_RESPONSE, serving("acme-tls/1", true, new byte[32], NAME));
		refused(ErrorType.INCORRECT_RESPONSE, serving("acme-tls/1", true, new byte[0], NAME));
	}

	/** An ordinary server of this name says nothing about who orders. */
	@Test
	void aServerThatSpeaksSomethingElseIsNone() throws Exception {
		refused(ErrorType.TLS, serving("http/1.1", true, DIGEST, NAME));
		refused(ErrorType.UNAUTHORIZED, serving("", true, DIGEST, NAME));
	}

	@Test
	void whoDoesNotShakeHandsIsNotWaitedFor() throws Exception {
		Semaphore never = new Semaphore(0);
		server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread.ofVirtual().start(() -> {
			try (Socket _ = server.accept()) {
				never.acquire();
			}
			catch (IOException | InterruptedException _) {
				// the test is over
			}
		});
		refused(ErrorType.TLS, validation(Duration.ofMillis(300)));
		refused(ErrorType.CONNECTION, validation(TIME));
	}

	private void refused(ErrorType type, TlsAlpnValidation validation) throws IOException {
		assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> validation.validate(CLAIM))
			.satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(type));
		server.close();
	}

	private TlsAlpnValidation validation(Duration time) {
		Places places = new Places(new FixedNames(false, List.of(List.of("127.0.0.1"))), "local.internal",
				AddressPolicy.of(List.of(), List.of()));
		return new TlsAlpnValidation(places, server.getLocalPort(), time);
	}

	private TlsAlpnValidation serving(String protocol, boolean critical, byte[] digest, String... names)
			throws Exception {
		KeyPair keys = TestAuthority.keys();
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setKeyEntry("k", keys.getPrivate(), new char[0],
				new X509Certificate[] { certificate(keys, critical, digest, names) });
		KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
		managers.init(store, new char[0]);
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(managers.getKeyManagers(), null, null);
		SSLServerSocket listening = (SSLServerSocket) tls.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		if (!protocol.isEmpty()) {
			SSLParameters parameters = listening.getSSLParameters();
			parameters.setApplicationProtocols(new String[] { protocol });
			listening.setSSLParameters(parameters);
		}
		server = listening;
		Thread.ofVirtual().start(() -> {
			try (SSLSocket socket = (SSLSocket) listening.accept()) {
				socket.startHandshake();
				socket.getInputStream().read();
			}
			catch (IOException _) {
				// who asked has hung up
			}
		});
		return validation(TIME);
	}

	private static X509Certificate certificate(KeyPair keys, boolean critical, byte[] digest, String... names)
			throws Exception {
		X500Name subject = new X500Name("CN=challenge");
		Instant now = Instant.now();
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(subject, BigInteger.ONE,
				Date.from(now.minusSeconds(60)), Date.from(now.plusSeconds(3600)), subject, keys.getPublic());
		if (names.length > 0) {
			builder.addExtension(Extension.subjectAlternativeName, false,
					new GeneralNames(Arrays.stream(names)
						.map(name -> new GeneralName(GeneralName.dNSName, name))
						.toArray(GeneralName[]::new)));
		}
		builder.addExtension(ACME, critical, new DEROctetString(digest));
		return new JcaX509CertificateConverter()
			.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
	}

}
