package org.web3ecosystem.trustchain.acme.challenge;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import org.bouncycastle.asn1.ASN1OctetString;

import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.state.ChallengeType;

/** tls-alpn-01 (RFC 8737). Shakes hands, looks at the certificate and hangs up. */
public final class TlsAlpnValidation implements Validation {

	private static final String PROTOCOL = "acme-tls/1";

	/** id-pe-acmeIdentifier. */
	private static final String ACME_IDENTIFIER = "1.3.6.1.5.5.7.1.31";

	/** dNSName, in X509Certificate's numbering. */
	private static final Integer DNS_NAME = 2;

	private final Places places;

	private final int port;

	private final Duration time;

	private final SSLContext tls;

	/**
	 * @param port 443, unless for tests
	 * @param time for one address
	 */
	public TlsAlpnValidation(Places places, int port, Duration time) {
		this.places = places;
		this.port = port;
		this.time = time;
		try {
			this.tls = SSLContext.getInstance("TLS");
			this.tls.init(null, new TrustManager[] { new AnyCertificate() }, null);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has TLS", impossible);
		}
	}

	@Override
	public ChallengeType type() {
		return ChallengeType.TLS_ALPN_01;
	}

	@Override
	public void validate(Claim claim) {
		places.visit(claim, address -> look(claim, address));
	}

	private void look(Claim claim, InetAddress address) {
		try (Socket socket = new Socket(); Deadline _ = Deadline.of(socket, time)) {
			socket.connect(new InetSocketAddress(address, port), Math.clamp(time.toMillis(), 1, 60_000));
			try (SSLSocket secured = (SSLSocket) tls.getSocketFactory()
				.createSocket(socket, claim.name(), port, true)) {
				SSLParameters parameters = secured.getSSLParameters();
				parameters.setServerNames(List.of(new SNIHostName(claim.name())));
				parameters.setApplicationProtocols(new String[] { PROTOCOL });
				parameters.setProtocols(new String[] { "TLSv1.3", "TLSv1.2" });
				secured.setSSLParameters(parameters);
				secured.startHandshake();
				if (!PROTOCOL.equals(secured.getApplicationProtocol())) {
					throw ErrorType.UNAUTHORIZED.because(claim.name() + " did not choose " + PROTOCOL);
				}
				judge(claim, (X509Certificate) secured.getSession().getPeerCertificates()[0]);
			}
		}
		catch (IOException failure) {
			ErrorType type = (failure instanceof ConnectException) ? ErrorType.CONNECTION : ErrorType.TLS;
			throw type.because("port " + port + " of " + claim.name() + " did not shake hands within "
					+ time.toSeconds() + " s: " + failure.getMessage(), failure);
		}
	}

	/** RFC 8737, section 3: this name and no other, and the critical extension. */
	private static void judge(Claim claim, X509Certificate shown) {
		try {
			Collection<List<?>> names = shown.getSubjectAlternativeNames();
			if (names == null || names.size() != 1) {
				throw ErrorType.UNAUTHORIZED.because("the certificate shown has not just one alternative name");
			}
			List<?> name = names.iterator().next();
			if (!DNS_NAME.equals(name.getFirst()) || !claim.name().equalsIgnoreCase(String.valueOf(name.get(1)))) {
				throw ErrorType.UNAUTHORIZED.because("the certificate shown is not for " + claim.name());
			}
			Set<String> critical = shown.getCriticalExtensionOIDs();
			if (critical == null || !critical.contains(ACME_IDENTIFIER)) {
				throw ErrorType.UNAUTHORIZED.because("the certificate shown has no critical acmeIdentifier");
			}
			byte[] identifier = ASN1OctetString
				.getInstance(ASN1OctetString.getInstance(shown.getExtensionValue(ACME_IDENTIFIER)).getOctets())
				.getOctets();
			byte[] expected = Digest.sha256(claim.keyAuthorization().getBytes(StandardCharsets.US_ASCII));
			if (!MessageDigest.isEqual(identifier, expected)) {
				throw ErrorType.INCORRECT_RESPONSE
					.because("the certificate shown has another key authorization than expected");
			}
		}
		catch (CertificateParsingException | IllegalArgumentException malformed) {
			throw ErrorType.UNAUTHORIZED.because("the certificate shown is malformed", malformed);
		}
	}

}
