package org.web3ecosystem.trustchain.acme.problem;

/**
 * Error types of RFC 8555, section 6.7, of RFC 8737 and of RFC 9773, section 7, each with
 * the HTTP status it is answered with.
 */
public enum ErrorType {

	/** The request names an account that is not there. */
	ACCOUNT_DOES_NOT_EXIST("accountDoesNotExist", 400),
	/** The certificate that this order would replace has been replaced. */
	ALREADY_REPLACED("alreadyReplaced", 409),
	/** The certificate is revoked already. */
	ALREADY_REVOKED("alreadyRevoked", 400),
	/** The request for a certificate cannot be granted. */
	BAD_CSR("badCSR", 400),
	/** The nonce was used before, is too old or was not made here. */
	BAD_NONCE("badNonce", 400),
	/** The key is of a kind that is not taken. */
	BAD_PUBLIC_KEY("badPublicKey", 400),
	/** The reason to revoke is none that a subscriber may give. */
	BAD_REVOCATION_REASON("badRevocationReason", 400),
	/** The algorithm is not taken. */
	BAD_SIGNATURE_ALGORITHM("badSignatureAlgorithm", 400),
	/** The client could not be reached. */
	CONNECTION("connection", 400),
	/** The name could not be looked up. */
	DNS("dns", 400),
	/** An account must be bound to a key that the operator gave out. */
	EXTERNAL_ACCOUNT_REQUIRED("externalAccountRequired", 403),
	/** The answer to a challenge is another than expected. */
	INCORRECT_RESPONSE("incorrectResponse", 403),
	/** A contact that cannot be one. */
	INVALID_CONTACT("invalidContact", 400),
	/** Not a message of the protocol. */
	MALFORMED("malformed", 400),
	/** The order is not at the step that was asked for. */
	ORDER_NOT_READY("orderNotReady", 403),
	/** Too much in too short a time. */
	RATE_LIMITED("rateLimited", 429),
	/** No certificate is issued for this name. */
	REJECTED_IDENTIFIER("rejectedIdentifier", 403),
	/** Something went wrong here. */
	SERVER_INTERNAL("serverInternal", 500),
	/** The client's TLS is not as the challenge wants it. */
	TLS("tls", 400),
	/** Not for this client. */
	UNAUTHORIZED("unauthorized", 403),
	/** A contact of a kind that is not used. */
	UNSUPPORTED_CONTACT("unsupportedContact", 400),
	/** An identifier that is not a DNS name. */
	UNSUPPORTED_IDENTIFIER("unsupportedIdentifier", 400);

	private final String text;

	private final int status;

	ErrorType(String text, int status) {
		this.text = text;
		this.status = status;
	}

	/** Such as {@code urn:ietf:params:acme:error:badNonce}. */
	public String urn() {
		return "urn:ietf:params:acme:error:" + text;
	}

	/** HTTP status. */
	public int status() {
		return status;
	}

	/** A refusal of this type. */
	public AcmeException because(String detail) {
		return new AcmeException(new Problem(this, detail));
	}

	/** A refusal of this type, with what it rests on. */
	public AcmeException because(String detail, Throwable cause) {
		return new AcmeException(new Problem(this, detail), cause);
	}

}
