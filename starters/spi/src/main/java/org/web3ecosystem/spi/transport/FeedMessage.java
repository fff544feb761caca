package org.web3ecosystem.spi.transport;

import java.util.Map;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/** What goes over the stream of a feed: the request, then items, then how it ended. */
sealed interface FeedMessage {

	/** Of the streams. */
	String PROTOCOL = "spi.feeds";

	int MAX_WORDS = 1024;

	/**
	 * The first message, from the caller.
	 *
	 * @param deadline in milliseconds
	 */
	record Request(String method, long deadline, byte[] body) implements FeedMessage {

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("method", Cbor.of(method)), Map.entry("deadline", Cbor.of(deadline)),
					Map.entry("body", Cbor.of(body)));
		}

		static Request decode(byte[] message) {
			Cbor.Struct map = Cbor.decodeStruct(message, Connection.MAX_MESSAGE).only("method", "deadline", "body");
			return new Request(map.text("method"), map.integer("deadline"), map.bytes("body"));
		}

	}

	/** One item. */
	record Item(byte[] content) implements FeedMessage {

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("item", Cbor.of(content)));
		}

	}

	/** There are no more. */
	record End() implements FeedMessage {

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("end", Cbor.of("")));
		}

	}

	/** Why there are no more. */
	record Failure(String kind, String message) implements FeedMessage {

		private static final String REJECTED = "rejected";

		private static final String UNAVAILABLE = "unavailable";

		static final String TIMED_OUT = "timed-out";

		/** Of an accident the caller learns that there was one. */
		static Failure of(Throwable cause) {
			return switch (cause) {
				case RejectedException rejected -> new Failure(REJECTED, words(rejected));
				case UnavailableException unavailable -> new Failure(UNAVAILABLE, words(unavailable));
				default -> new Failure(UNAVAILABLE, "the peer's handler failed");
			};
		}

		private static String words(RuntimeException cause) {
			String message = String.valueOf(cause.getMessage());
			return (message.length() > MAX_WORDS) ? message.substring(0, MAX_WORDS) : message;
		}

		TransportException toException() {
			return kind.equals(TIMED_OUT) ? new TransportException.TimedOut(message)
					: new TransportException.RemoteFailure(message, kind.equals(REJECTED));
		}

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("failure", Cbor.of(kind)), Map.entry("message", Cbor.of(message)));
		}

	}

	Cbor toCbor();

	default byte[] encode() {
		return toCbor().encode();
	}

	/**
	 * What the peer says after a request.
	 * @throws CborException if it is none of it
	 */
	static FeedMessage decodeAnswer(byte[] message) {
		Cbor.Struct map = Cbor.decodeStruct(message, Connection.MAX_MESSAGE);
		if (map.find("item").isPresent()) {
			return new Item(map.only("item").bytes("item"));
		}
		if (map.find("end").isPresent()) {
			map.only("end").text("end");
			return new End();
		}
		return new Failure(map.only("failure", "message").text("failure"), map.text("message"));
	}

}
