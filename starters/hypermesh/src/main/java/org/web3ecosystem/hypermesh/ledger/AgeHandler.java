package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.RequestHandler;

/**
 * Says how long this node has not known what is decided: a proof shows that something was
 * decided once, and not that nothing was since. It is this node's word and no more.
 */
public final class AgeHandler implements RequestHandler {

	static final String METHOD = "hypermesh.age";

	private static final int MAX_REQUEST = 1;

	private static final int MAX_ANSWER = 32;

	private static final String AGE = "ms";

	private final VerifiableLedger ledger;

	public AgeHandler(VerifiableLedger ledger) {
		this.ledger = ledger;
	}

	static byte[] request() {
		return Cbor.struct().encode();
	}

	static Duration age(byte[] answer) {
		long millis = Cbor.decodeStruct(answer, MAX_ANSWER).only(AGE).integer(AGE);
		if (millis < 0) {
			throw new CborException("nobody knows what will be decided");
		}
		return Duration.ofMillis(millis);
	}

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		try {
			Cbor.decodeStruct(request, MAX_REQUEST).only();
		}
		catch (CborException malformed) {
			throw new RejectedException("not a request for an age: " + malformed.getMessage(), malformed);
		}
		Duration age = ledger.age();
		if (age.compareTo(VerifiableLedger.UNKNOWN_AGE) >= 0) {
			throw new UnavailableException("this node does not know what is decided: it is cut off or not yet there");
		}
		return CompletableFuture.completedFuture(Cbor.struct(Map.entry(AGE, Cbor.of(age.toMillis()))).encode());
	}

}
