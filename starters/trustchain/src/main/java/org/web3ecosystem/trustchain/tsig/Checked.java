package org.web3ecosystem.trustchain.tsig;

import java.nio.ByteBuffer;

/** A message, and what its signature is worth. */
public sealed interface Checked {

	/** It has none. */
	record Unsigned() implements Checked {
	}

	/**
	 * Whoever sent it has the key, and sent it just now.
	 *
	 * @param message without its signature
	 * @param signer for the answer
	 */
	record Verified(TsigKey key, ByteBuffer message, AnswerSigner signer) implements Checked {
	}

	/**
	 * It is not to be believed (RFC 8945, section 5.2).
	 *
	 * @param answer that says so, as a whole
	 */
	record Refused(ByteBuffer answer) implements Checked {
	}

}
