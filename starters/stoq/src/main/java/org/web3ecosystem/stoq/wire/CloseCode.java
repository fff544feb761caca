package org.web3ecosystem.stoq.wire;

import java.util.Optional;
import java.util.stream.Stream;

/** Why a connection was ended, as the application error code of QUIC. */
public enum CloseCode {

	/** Nothing is wrong. */
	DONE(0),
	/** Version or flags of a frame are unknown, or its body is not what it should be. */
	BAD_FRAME(1),
	/** A frame type nobody knows. */
	UNKNOWN_FRAME(2),
	/** A frame where it does not belong, such as a request before HELLO. */
	UNEXPECTED_FRAME(3),
	/** A frame longer than its type allows. */
	FRAME_TOO_LARGE(4),
	/** No HELLO in time. */
	HELLO_TIMEOUT(5),
	/** The HELLO or the certificate was refused. */
	REFUSED(6),
	/** A limit is reached. */
	OVERLOADED(7),
	/** The connection was drained. */
	DRAINED(8),
	/** The identity is not trusted any more. */
	NO_LONGER_TRUSTED(9),
	/** The Falcon signature is missing or wrong, and it is required. */
	FALCON(10),
	/** A stream on which nothing goes on for longer than a handler may take. */
	TOO_SLOW(11);

	private final int code;

	CloseCode(int code) {
		this.code = code;
	}

	public int code() {
		return code;
	}

	public static Optional<CloseCode> of(int code) {
		return Stream.of(values()).filter(candidate -> candidate.code == code).findFirst();
	}

}
