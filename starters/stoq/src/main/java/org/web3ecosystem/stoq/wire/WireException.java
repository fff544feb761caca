package org.web3ecosystem.stoq.wire;

import io.netty.handler.codec.DecoderException;

/** What arrived breaks the protocol; the connection ends with {@link #code()}. */
public final class WireException extends DecoderException {

	private static final long serialVersionUID = 1L;

	private final CloseCode code;

	public WireException(CloseCode code, String what) {
		super(what);
		this.code = code;
	}

	public CloseCode code() {
		return code;
	}

}
