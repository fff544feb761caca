package org.web3ecosystem.trustchain.acme.challenge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.state.ChallengeType;

/**
 * http-01 (RFC 8555, section 8.3). One GET in HTTP/1.0 over a socket of its own, because
 * no client at hand connects to a given address under another name; a redirect is
 * followed on the same name, port and address only.
 */
public final class HttpValidation implements Validation {

	private static final int MAX_REDIRECTS = 3;

	private static final int MAX_PATH = 1024;

	private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

	private final Places places;

	private final int port;

	private final Duration time;

	/**
	 * @param port 80, unless for tests
	 * @param time for one address, redirects included
	 */
	public HttpValidation(Places places, int port, Duration time) {
		this.places = places;
		this.port = port;
		this.time = time;
	}

	@Override
	public ChallengeType type() {
		return ChallengeType.HTTP_01;
	}

	@Override
	public void validate(Claim claim) {
		places.visit(claim, address -> look(claim, address));
	}

	private void look(Claim claim, InetAddress address) {
		long end = System.nanoTime() + time.toNanos();
		String path = "/.well-known/acme-challenge/" + claim.token();
		for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
			HttpAnswer answer = get(claim.name(), address, path, Duration.ofNanos(end - System.nanoTime()));
			if (!REDIRECTS.contains(answer.status())) {
				compare(claim, answer);
				return;
			}
			path = redirected(claim.name(), answer.header("location"));
		}
		throw ErrorType.CONNECTION.because("more than " + MAX_REDIRECTS + " redirects");
	}

	private static void compare(Claim claim, HttpAnswer answer) {
		if (answer.status() != 200) {
			throw ErrorType.UNAUTHORIZED.because("GET /.well-known/acme-challenge/" + claim.token() + " at "
					+ claim.name() + " was answered with " + answer.status());
		}
		byte[] expected = claim.keyAuthorization().getBytes(StandardCharsets.US_ASCII);
		// RFC 8555, section 8.3: white space at its end is let pass
		byte[] shown = answer.body().stripTrailing().getBytes(StandardCharsets.ISO_8859_1);
		if (answer.body().length() > HttpAnswer.MAX_BODY || !MessageDigest.isEqual(expected, shown)) {
			throw ErrorType.INCORRECT_RESPONSE.because("what " + claim.name() + " has at /.well-known/acme-challenge/"
					+ claim.token() + " is not the key authorization");
		}
	}

	private HttpAnswer get(String name, InetAddress address, String path, Duration left) {
		String host = (port == 80) ? name : name + ":" + port;
		try (Socket socket = new Socket(); Deadline _ = Deadline.of(socket, left)) {
			socket.connect(new InetSocketAddress(address, port), Math.clamp(left.toMillis(), 1, 60_000));
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.0\r\nHost: " + host
						+ "\r\nUser-Agent: web3-acme\r\nAccept: */*\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			return HttpAnswer.read(new BufferedInputStream(socket.getInputStream(), 1024));
		}
		catch (IOException failure) {
			throw ErrorType.CONNECTION.because("port " + port + " of " + name + " did not answer in HTTP within "
					+ time.toSeconds() + " s: " + failure.getMessage(), failure);
		}
	}

	/** The path on the same server; another one is not for us to visit. */
	private String redirected(String name, Optional<String> location) {
		try {
			URI target = new URI(location.orElse(""));
			boolean relative = target.getScheme() == null && target.getRawAuthority() == null;
			boolean same = "http".equalsIgnoreCase(target.getScheme()) && name.equalsIgnoreCase(target.getHost())
					&& target.getRawUserInfo() == null && (target.getPort() < 0 ? 80 : target.getPort()) == port;
			String path = target.getRawPath();
			if ((relative || same) && path != null && path.startsWith("/") && path.length() <= MAX_PATH
					&& path.chars().allMatch(c -> c > ' ' && c < 127)) {
				return (target.getRawQuery() == null) ? path : path + "?" + asciiQuery(target.getRawQuery());
			}
		}
		catch (URISyntaxException _) {
			// refused as any other
		}
		throw ErrorType.CONNECTION.because("a redirect that does not stay at http://" + name + " is not followed");
	}

	private static String asciiQuery(String query) {
		if (query.length() > MAX_PATH || !query.chars().allMatch(c -> c > ' ' && c < 127)) {
			throw ErrorType.CONNECTION.because("a redirect to such a query is not followed");
		}
		return query;
	}

}
