package org.web3ecosystem.platform.access;

import java.util.Locale;
import java.util.Set;

/** What a request wants to do to a resource. */
public enum Verb {

	/** Look: GET, HEAD and OPTIONS, the safe methods of RFC 9110, section 9.2.1. */
	READ,
	/** Change something: every other method, known or not. */
	WRITE;

	private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

	/** The verb of an HTTP method. */
	public static Verb of(String method) {
		return SAFE.contains(method.toUpperCase(Locale.ROOT)) ? READ : WRITE;
	}

}
