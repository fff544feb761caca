package org.web3ecosystem.trustchain.dns;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.trustchain.tsig.TsigKey;

/** Who takes updates of the zone (RFC 2136). */
@FunctionalInterface
public interface Updates {

	/** Nobody does. */
	Updates NONE = (key, update, signed) -> CompletableFuture.completedFuture(Dns.REFUSED);

	/**
	 * What is said to an update, as soon as that is certain: an RCODE, of four bits.
	 * Never throws and never fails, takes less than {@link TcpDoor#IDLE}, and no thread
	 * waits.
	 * @param key whose signature it has, which was verified
	 * @param update without the signature, of at most {@link Answering#MAX_QUERY} bytes
	 * @param signed as it came
	 */
	CompletionStage<Integer> decided(TsigKey key, ByteBuffer update, ByteBuffer signed);

	/** How many changed something. */
	default long executed() {
		return 0;
	}

	/**
	 * How many with a good signature were not carried out, by what was said, such as
	 * {@code REFUSED}.
	 */
	default Map<String, Long> refused() {
		return Map.of();
	}

}
