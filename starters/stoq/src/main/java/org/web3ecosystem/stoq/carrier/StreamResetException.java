package org.web3ecosystem.stoq.carrier;

import java.io.IOException;

/** The peer broke off a stream. */
public final class StreamResetException extends IOException {

	private static final long serialVersionUID = 1L;

	public StreamResetException(String what) {
		super(what);
	}

}
