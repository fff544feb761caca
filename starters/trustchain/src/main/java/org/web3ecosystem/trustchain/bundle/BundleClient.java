package org.web3ecosystem.trustchain.bundle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.acme.challenge.Deadline;
import org.web3ecosystem.trustchain.acme.challenge.HttpAnswer;

/**
 * Fetches bundles over HTTPS: from the addresses that are allowed, in the time that is
 * set, as much as a bundle may have. Redirects are not followed. The request is sent once
 * the server's chain has been judged. Blocks.
 */
public final class BundleClient {

	private static final int OK = 200;

	private final EndpointAddresses addresses;

	private final Duration time;

	/**
	 * @param time for one address
	 */
	public BundleClient(EndpointAddresses addresses, Duration time) {
		this.addresses = addresses;
		this.time = time;
	}

	/**
	 * Fetches a document.
	 * @param judge what is wrong with the chain of the server; empty if nothing is
	 * @throws RejectedException if nobody connects there
	 * @throws UnavailableException if it was not had, with the reason
	 */
	String fetch(Place place, Function<List<X509Certificate>, Optional<String>> judge) {
		UnavailableException last = new UnavailableException(place.host() + " has no address");
		for (InetAddress address : addresses.of(place)) {
			try {
				return fetch(place, address, judge);
			}
			catch (IOException | IllegalArgumentException failure) {
				last = new UnavailableException(
						"no bundle was had from " + place.authority() + ": " + Reason.of(failure), failure);
			}
		}
		throw last;
	}

	private String fetch(Place place, InetAddress address, Function<List<X509Certificate>, Optional<String>> judge)
			throws IOException {
		try (Socket socket = new Socket(); Deadline _ = Deadline.of(socket, time)) {
			socket.connect(new InetSocketAddress(address, place.port()), Math.clamp(time.toMillis(), 1, 60_000));
			try (SSLSocket secured = (SSLSocket) context(judge).getSocketFactory()
				.createSocket(socket, place.host(), place.port(), true)) {
				SSLParameters parameters = secured.getSSLParameters();
				if (place.address().isEmpty()) {
					parameters.setServerNames(List.of(new SNIHostName(place.host())));
				}
				parameters.setProtocols(new String[] { "TLSv1.3", "TLSv1.2" });
				secured.setSSLParameters(parameters);
				secured.startHandshake();
				secured.getOutputStream()
					.write(("GET " + place.path() + " HTTP/1.0\r\nHost: " + place.authority()
							+ "\r\nUser-Agent: web3-bundle\r\nAccept: application/json\r\nConnection: close\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				return document(
						HttpAnswer.read(new BufferedInputStream(secured.getInputStream()), TrustBundle.MAX_CHARACTERS));
			}
		}
	}

	private static String document(HttpAnswer answer) throws IOException {
		if (answer.status() != OK) {
			throw new IOException("it was answered with HTTP status " + answer.status());
		}
		if (answer.body().length() > TrustBundle.MAX_CHARACTERS) {
			throw new IOException("it has more than " + TrustBundle.MAX_CHARACTERS + " bytes");
		}
		return new String(answer.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

	/** A new one each time: a session that is resumed would be judged by nobody. */
	private static SSLContext context(Function<List<X509Certificate>, Optional<String>> judge) {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { new JudgedServer(judge) }, null);
			return context;
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has TLS", impossible);
		}
	}

}
