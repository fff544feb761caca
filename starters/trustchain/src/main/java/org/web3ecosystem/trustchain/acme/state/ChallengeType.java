package org.web3ecosystem.trustchain.acme.state;

import java.util.Arrays;
import java.util.Optional;

/** How control of a name is shown. */
public enum ChallengeType {

	/** A resource over HTTP (RFC 8555, section 8.3). */
	HTTP_01("http-01"),
	/** A TXT record (RFC 8555, section 8.4). */
	DNS_01("dns-01"),
	/** A certificate in a TLS handshake (RFC 8737). */
	TLS_ALPN_01("tls-alpn-01");

	private final String text;

	ChallengeType(String text) {
		this.text = text;
	}

	/** As the protocol calls it. */
	public String text() {
		return text;
	}

	/** The type of this name. */
	public static Optional<ChallengeType> of(String text) {
		return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
	}

}
