package org.web3ecosystem.stoq.wire;

import java.util.Optional;
import java.util.stream.Stream;

import org.web3ecosystem.spi.genesis.SignedGenesis;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.trust.StatusStaples;

/** What a frame carries, its number on the wire and the longest body anyone reads. */
public enum FrameType {

	/** Who the dialling side is. */
	HELLO(1, Sizes.HELLO),
	/** Who the listening side is, and that the dialling side is admitted. */
	HELLO_ACK(2, Sizes.HELLO),
	/** That the other side is not admitted, and why. */
	HELLO_NACK(3, Sizes.SMALL),
	/** Open nothing new here; what is open may finish. */
	GOAWAY(4, Sizes.SMALL),
	/** A request, alone on its stream. */
	REQUEST(16, Sizes.MESSAGE),
	/** The answer to a request. */
	ANSWER(17, Sizes.MESSAGE),
	/** Why there is no answer, or why a stream was not opened. */
	FAILURE(18, Sizes.SMALL),
	/** Opens a stream of messages. */
	OPEN(32, Sizes.SMALL),
	/** The stream is open. */
	OPENED(33, Sizes.SMALL),
	/** One message of a stream. */
	MESSAGE(34, Sizes.MESSAGE),
	/** A datagram, where the carrier has none: alone on its stream. */
	DATAGRAM(35, Sizes.SMALL),
	/** A joiner asks the door for its root. */
	JOIN_KNOCK(48, Sizes.SMALL),
	/** The federation's root certificate. */
	JOIN_ROOT(49, Sizes.MEDIUM),
	/** Token, request and proof. */
	JOIN_REQUEST(50, Sizes.MEDIUM),
	/** The joiner is in. */
	JOIN_ADMISSION(51, Sizes.ADMISSION),
	/** The joiner is not in, and why. */
	JOIN_REFUSAL(52, Sizes.SMALL);

	private final int code;

	private final int maxBody;

	FrameType(int code, int maxBody) {
		this.code = code;
		this.maxBody = maxBody;
	}

	public int code() {
		return code;
	}

	public int maxBody() {
		return maxBody;
	}

	static Optional<FrameType> of(int code) {
		return Stream.of(values()).filter(type -> type.code == code).findFirst();
	}

	private static final class Sizes {

		static final int SMALL = 4 << 10;

		/** Who somebody is, and what its issuer says of it. */
		static final int HELLO = SMALL + StatusStaples.MAX_BYTES;

		static final int MEDIUM = 32 << 10;

		/** A message and the envelope around it. */
		static final int MESSAGE = Connection.MAX_MESSAGE + SMALL;

		static final int ADMISSION = SignedGenesis.MAX_BYTES + MEDIUM;

	}

}
