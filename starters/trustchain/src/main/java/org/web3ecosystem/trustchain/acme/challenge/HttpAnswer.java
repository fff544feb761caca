package org.web3ecosystem.trustchain.acme.challenge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An answer to an HTTP/1.0 request (RFC 9112), of which no more is read than what was
 * asked for can have.
 *
 * @param status its status
 * @param headers by their names in lower case, the first of each
 * @param body as much of it as is looked at
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {

	/** A key authorization has 87 characters. */
	static final int MAX_BODY = 512;

	private static final int MAX_HEAD = 8192;

	public HttpAnswer {
		headers = Map.copyOf(headers);
	}

	/** Reads an answer to a challenge. */
	static HttpAnswer read(InputStream in) throws IOException {
		return read(in, MAX_BODY);
	}

	/**
	 * Reads one.
	 * @param most of the body, in bytes; a byte more says that there was more
	 * @throws IOException if it is none, or begins with too much
	 */
	public static HttpAnswer read(InputStream in, int most) throws IOException {
		int[] left = { MAX_HEAD };
		String first = line(in, left);
		if (!first.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
			throw new IOException("not an answer in HTTP/1.1");
		}
		Map<String, String> headers = new TreeMap<>();
		for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
			int colon = line.indexOf(':');
			if (colon < 1) {
				throw new IOException("not a header of HTTP");
			}
			headers.putIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
		if (headers.containsKey("transfer-encoding")) {
			throw new IOException("an answer to HTTP/1.0 comes as it is, not in chunks");
		}
		return new HttpAnswer(Integer.parseInt(first.substring(9, 12)), headers, body(in, headers, most));
	}

	Optional<String> header(String name) {
		return Optional.ofNullable(headers.get(name));
	}

	/**
	 * Beyond the bound one byte is read, so that what is too long is not taken for equal.
	 */
	private static String body(InputStream in, Map<String, String> headers, int limit) throws IOException {
		int most = limit + 1;
		String length = headers.getOrDefault("content-length", "");
		if (length.matches("[0-9]{1,9}")) {
			most = Math.min(most, Integer.parseInt(length));
		}
		return new String(in.readNBytes(most), StandardCharsets.ISO_8859_1);
	}

	private static String line(InputStream in, int[] left) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new IOException("the answer breaks off");
			}
			if (--left[0] < 0) {
				throw new IOException("the answer begins with more than " + MAX_HEAD + " bytes of headers");
			}
			line.write(next);
		}
		String text = line.toString(StandardCharsets.ISO_8859_1);
		return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
	}

}
