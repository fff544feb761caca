package org.web3ecosystem.platform.access;

import java.util.Optional;

/**
 * Whoever sent a request, as far as the edge knows.
 *
 * @param role in which it was let in, or would have had to be
 * @param serial of the certificate it showed, hexadecimal
 * @param fingerprint SHA-256 of that certificate, hexadecimal
 * @param address where it came from, an IP literal
 */
public record Caller(Role role, Optional<String> serial, Optional<String> fingerprint, String address) {

	/** Where a request's caller is found: an attribute of the exchange. */
	public static final String ATTRIBUTE = Caller.class.getName();

	/** Tells this caller from every other. */
	public String identity() {
		return fingerprint.orElse("anonymous at " + address);
	}

}
