package org.web3ecosystem.platform.edge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.springframework.http.HttpHeaders;

/** Where a request says it comes from and goes to. */
final class Origins {

	private Origins() {
	}

	/**
	 * Whether a {@code Host} header names this machine in a way that nobody else's DNS
	 * can: {@code localhost}, an IP literal or a name of the zone.
	 */
	static boolean isOwnName(String host, String zone) {
		String name = host.replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
		return name.equals("localhost") || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
				|| name.matches("\\[[0-9a-f:.]+]") || name.endsWith("." + zone);
	}

	/** Whether a browser says that a page of another site made it ask. */
	static boolean isCrossSite(HttpHeaders headers) {
		if ("cross-site".equals(headers.getFirst("Sec-Fetch-Site"))) {
			return true;
		}
		String origin = headers.getFirst(HttpHeaders.ORIGIN);
		return origin != null && !authority(origin).equals(Optional.ofNullable(headers.getFirst(HttpHeaders.HOST)));
	}

	private static Optional<String> authority(String origin) {
		try {
			return Optional.ofNullable(Objects.requireNonNull(new URI(origin)).getAuthority());
		}
		catch (URISyntaxException malformed) {
			return Optional.empty();
		}
	}

}
