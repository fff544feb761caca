package org.web3ecosystem.platform.access;

/**
 * A request, as far as access depends on it.
 *
 * @param method HTTP method
 * @param path decoded, as the handlers read it
 * @param secure it came over HTTPS
 * @param local it came from this machine and was addressed to it by a name of its own
 * @param crossSite a web page of another site made the browser send it
 * @param client who asks
 */
public record Question(String method, String path, boolean secure, boolean local, boolean crossSite, Client client) {

	/** Who asks, as far as it was looked into. */
	public enum Client {

		/** Showed no certificate. */
		ANONYMOUS,
		/** Showed one that is not this node's operator's. */
		STRANGER,
		/** The operator of this node. */
		OPERATOR

	}

	/** Whether it only looks. */
	public boolean reads() {
		return verb() == Verb.READ;
	}

	Verb verb() {
		return method.equals("POST") && Resource.of(path).isAskedByPost() ? Verb.READ : Verb.of(method);
	}

}
