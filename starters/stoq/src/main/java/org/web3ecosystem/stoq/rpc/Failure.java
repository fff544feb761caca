package org.web3ecosystem.stoq.rpc;

import java.util.Map;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;

/**
 * The body of FAILURE.
 *
 * @param kind what the caller can do about it
 * @param message in words
 */
record Failure(Kind kind, String message) {

	private static final int MAX_MESSAGE = 1024;

	enum Kind {

		REJECTED("rejected"), UNAVAILABLE("unavailable"), OVERLOADED("overloaded"), TIMED_OUT("timed-out");

		private final String word;

		Kind(String word) {
			this.word = word;
		}

		static Kind of(String word) {
			for (Kind kind : values()) {
				if (kind.word.equals(word)) {
					return kind;
				}
			}
			return UNAVAILABLE;
		}

	}

	Failure {
		message = (message.length() > MAX_MESSAGE) ? message.substring(0, MAX_MESSAGE) : message;
	}

	/**
	 * What a caller may know of a handler's failure: the message of a refusal or an
	 * inability, nothing of an accident.
	 */
	static Failure of(Throwable cause) {
		return switch (cause) {
			case RejectedException rejected -> new Failure(Kind.REJECTED, String.valueOf(rejected.getMessage()));
			case DeadlinePassedException passed -> new Failure(Kind.TIMED_OUT, String.valueOf(passed.getMessage()));
			case UnavailableException unavailable ->
				new Failure(Kind.UNAVAILABLE, String.valueOf(unavailable.getMessage()));
			default -> new Failure(Kind.UNAVAILABLE, "the peer's handler failed");
		};
	}

	static Failure decode(Frame frame) {
		Cbor.Struct map = frame.struct().only("kind", "message");
		return new Failure(Kind.of(map.text("kind")), map.text("message"));
	}

	Frame toFrame() {
		return Frame.of(FrameType.FAILURE,
				Cbor.struct(Map.entry("kind", Cbor.of(kind.word)), Map.entry("message", Cbor.of(message))));
	}

	TransportException toException() {
		return switch (kind) {
			case REJECTED -> new TransportException.RemoteFailure(message, true);
			case UNAVAILABLE -> new TransportException.RemoteFailure(message, false);
			case OVERLOADED -> new TransportException.Overloaded(message);
			case TIMED_OUT -> new TransportException.TimedOut(message);
		};
	}

}
