package org.web3ecosystem.trustchain.revocation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.StatusStaples;
import org.web3ecosystem.trustchain.ca.Publication;

/**
 * Asks the responder of another validator, over plain HTTP (RFC 6960, appendix A): what
 * it says is signed, and a node that is admitted nowhere without its word could not ask
 * for it over STOQ. Where it is asked is in the genesis document. Blocks; thread-safe.
 */
final class IssuerStatus implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(5);

	private static final int OK = 200;

	private final HttpClient http = HttpClient.newBuilder()
		.connectTimeout(DEADLINE)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	/**
	 * Its answer, not yet looked at, of at most {@link StatusStaples#MAX_BYTES}.
	 * @param request an OCSPRequest, DER
	 * @throws UnavailableException if there is none in time, or a longer one
	 */
	byte[] ask(Validator issuer, byte[] request) {
		HttpRequest asking = HttpRequest.newBuilder(URI.create(Publication.at(issuer.endpoints()).base() + "/ocsp"))
			.timeout(DEADLINE)
			.header("Content-Type", "application/ocsp-request")
			.POST(HttpRequest.BodyPublishers.ofByteArray(request))
			.build();
		try {
			HttpResponse<InputStream> answer = http.send(asking, HttpResponse.BodyHandlers.ofInputStream());
			try (InputStream body = answer.body()) {
				byte[] read = body.readNBytes(StatusStaples.MAX_BYTES + 1);
				if (answer.statusCode() != OK || read.length > StatusStaples.MAX_BYTES) {
					throw new UnavailableException(issuer.name() + " answered " + answer.statusCode() + " with "
							+ read.length + " bytes or more, which is no status");
				}
				return read;
			}
		}
		catch (IOException failure) {
			throw new UnavailableException("the OCSP responder of " + issuer.name() + " does not answer", failure);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new UnavailableException("interrupted while asking " + issuer.name(), interrupted);
		}
	}

	@Override
	public void close() {
		http.shutdownNow();
	}

}
