package org.web3ecosystem.stoq.forward;

import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.stoq.forward.ForwardException.Reason;

/**
 * The first message in each direction of a forward's stream: which target is wanted, and
 * whether it is there. All further messages are what is forwarded.
 */
final class Greetings {

	/** Of the streams. */
	static final String PROTOCOL = "stoq.forward";

	private static final int MAX_BYTES = 1024;

	private static final int MAX_MESSAGE = 256;

	private static final String OPEN = "open";

	private Greetings() {
	}

	static byte[] ask(Target target) {
		return Cbor.struct(Map.entry("to", Cbor.of(target.toString()))).encode();
	}

	static byte[] ask(String name) {
		return Cbor.struct(Map.entry("name", Cbor.of(name))).encode();
	}

	/**
	 * @throws ForwardException if it is not asked for a name
	 */
	static String askedName(byte[] message) {
		try {
			return Cbor.decodeStruct(message, MAX_BYTES).only("name").text("name");
		}
		catch (CborException malformed) {
			throw new ForwardException(Reason.MALFORMED, String.valueOf(malformed.getMessage()));
		}
	}

	/**
	 * @throws ForwardException if it is not asked for a target
	 */
	static Target asked(byte[] message) {
		try {
			return Target.parse(Cbor.decodeStruct(message, MAX_BYTES).only("to").text("to"));
		}
		catch (CborException | IllegalArgumentException malformed) {
			throw new ForwardException(Reason.MALFORMED, String.valueOf(malformed.getMessage()));
		}
	}

	static byte[] opened() {
		return Cbor.struct(Map.entry("result", Cbor.of(OPEN)), Map.entry("message", Cbor.of(""))).encode();
	}

	static byte[] refused(ForwardException why) {
		String message = String.valueOf(why.getMessage());
		return Cbor
			.struct(Map.entry("result", Cbor.of(why.reason().word())),
					Map.entry("message",
							Cbor.of((message.length() > MAX_MESSAGE) ? message.substring(0, MAX_MESSAGE) : message)))
			.encode();
	}

	/**
	 * @throws ForwardException if it is not open
	 */
	static void answered(byte[] message) {
		String result;
		String text;
		try {
			Cbor.Struct map = Cbor.decodeStruct(message, MAX_BYTES).only("result", "message");
			result = map.text("result");
			text = map.text("message");
		}
		catch (CborException malformed) {
			throw new ForwardException(Reason.MALFORMED, String.valueOf(malformed.getMessage()));
		}
		if (!result.equals(OPEN)) {
			throw new ForwardException(Reason.of(result).orElse(Reason.MALFORMED), text);
		}
	}

}
