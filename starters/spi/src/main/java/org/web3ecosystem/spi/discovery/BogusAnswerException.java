package org.web3ecosystem.spi.discovery;

import org.web3ecosystem.spi.UnavailableException;

/**
 * Somebody answered for a name, and what was said is not what its zone signed (RFC 4033,
 * section 5: "bogus"). It is worth no more than silence.
 */
public class BogusAnswerException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	public BogusAnswerException(String message) {
		super(message);
	}

}
