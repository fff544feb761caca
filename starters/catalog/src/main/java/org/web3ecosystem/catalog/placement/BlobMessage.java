package org.web3ecosystem.catalog.placement;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * The transfer of a blob over a stream. The asking side sends the key and finishes; the
 * other sends one message that says whether it has the blob, then its bytes in pieces,
 * and finishes.
 */
final class BlobMessage {

	/** The protocol of the stream. */
	static final String PROTOCOL = "catalog.blob";

	private static final int MAX_BYTES = 1_024;

	private BlobMessage() {
	}

	static byte[] ask(Content content) {
		return content.key().getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * What is asked for.
	 * @throws IllegalArgumentException if it is not a key
	 */
	static Content asked(byte[] message) {
		if (message.length > MAX_BYTES) {
			throw new IllegalArgumentException("not a blob's key");
		}
		return Content.ofKey(new String(message, StandardCharsets.US_ASCII));
	}

	static byte[] answer(boolean has, String reason) {
		return Cbor.struct(Map.entry("has", Cbor.of(has)), Map.entry("reason", Cbor.of(reason))).encode();
	}

	/** Empty if the blob follows, else why it does not. */
	static String refusal(byte[] message) {
		Cbor.Struct map = Cbor.decodeStruct(message, MAX_BYTES).only("has", "reason");
		if (!map.bool("has") && map.text("reason").isEmpty()) {
			throw new CborException("a refusal without a reason");
		}
		return map.bool("has") ? "" : map.text("reason");
	}

}
