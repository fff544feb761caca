package org.web3ecosystem.bootstrap.served;

import java.net.URI;
import java.security.KeyStore.PrivateKeyEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a config server is asked, and how it is known.
 *
 * @param path of the table
 * @param pins one of them is the server's key; if there are none, its certificate is
 * judged as any other by this JDK
 * @param shown what this node proves who it is with, if it has something yet
 * @param known the entity tag of the answer it has, if it has one
 */
public record Question(URI path, List<Pin> pins, Optional<PrivateKeyEntry> shown, @Nullable String known) {

	public Question {
		pins = List.copyOf(pins);
		if (!pins.isEmpty() && !path.getScheme().equals("https")) {
			throw new IllegalArgumentException("a server whose key is pinned is asked by https://, not " + path);
		}
	}

	/**
	 * A first one.
	 * @param profile such as {@code phase-0} or {@code default}
	 */
	public static Question of(URI server, String application, String profile, List<Pin> pins) {
		return new Question(URI.create(server.toString().replaceFirst("/+$", "") + "/" + application + "/" + profile),
				pins, Optional.empty(), null);
	}

	/** The same for somebody who knows an answer, and may show who it is. */
	public Question again(Optional<PrivateKeyEntry> shown, @Nullable String known) {
		return new Question(path, pins, shown, known);
	}

	/**
	 * The address in an import.
	 * @param text such as {@code http://127.0.0.1:8888}
	 * @throws IllegalArgumentException if it is none
	 */
	public static URI address(String text) {
		URI address = URI.create(text);
		if (!Set.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null
				|| address.getRawUserInfo() != null || address.getRawQuery() != null
				|| address.getRawFragment() != null) {
			throw new IllegalArgumentException("not http:// or https:// with a host and a path at most: " + text);
		}
		return address;
	}

}
