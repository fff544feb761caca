package org.web3ecosystem.hypermesh.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;

/**
 * Requests whose path and query are UTF-8 once their percent-encoding (RFC 3986, section
 * 2.1) is taken off. Of any other a reader would put something in place of what is wrong
 * (RFC 3629, section 3), and the answer be one about another name.
 */
final class WellFormed {

	private WellFormed() {
	}

	/**
	 * @throws BadRequestException if it is none
	 */
	static ServerRequest require(ServerRequest request) {
		require("the path", request.uri().getRawPath());
		String query = request.uri().getRawQuery();
		if (query != null) {
			require("the query", query);
		}
		return request;
	}

	private static void require(String what, String raw) {
		if (raw.indexOf('%') >= 0 && !isUtf8(raw)) {
			throw new BadRequestException(what + " is not UTF-8");
		}
	}

	static boolean isUtf8(String raw) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
		for (int at = 0; at < raw.length(); at++) {
			if (raw.charAt(at) != '%') {
				bytes.writeBytes(String.valueOf(raw.charAt(at)).getBytes(StandardCharsets.UTF_8));
				continue;
			}
			if (at + 2 >= raw.length()) {
				return false;
			}
			int high = Character.digit(raw.charAt(++at), 16);
			int low = Character.digit(raw.charAt(++at), 16);
			if (high < 0 || low < 0) {
				return false;
			}
			bytes.write(high << 4 | low);
		}
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
			return true;
		}
		catch (CharacterCodingException malformed) {
			return false;
		}
	}

}
