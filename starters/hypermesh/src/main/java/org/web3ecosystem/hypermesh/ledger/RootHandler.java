package org.web3ecosystem.hypermesh.ledger;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.web3ecosystem.hypermesh.state.SignedRoot;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.RequestHandler;

/** Gives this validator's signature on the root of a height. */
public final class RootHandler implements RequestHandler {

	static final String METHOD = "hypermesh.root";

	private static final int MAX_REQUEST = 64;

	private final Function<Height, CompletionStage<SignedRoot>> sign;

	public RootHandler(VerifiableLedger ledger) {
		this.sign = height -> ledger.replica()
			.orElseThrow(() -> new RejectedException("this node does not validate and signs no roots"))
			.sign(height);
	}

	static byte[] request(Height height) {
		return Cbor.struct(Map.entry("height", Cbor.of(height.number()))).encode();
	}

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		try {
			long height = Cbor.decodeStruct(request, MAX_REQUEST).only("height").integer("height");
			return sign.apply(new Height(height)).thenApply(SignedRoot::encode);
		}
		catch (CborException | IllegalArgumentException malformed) {
			throw new RejectedException("not a request for a root: " + malformed.getMessage(), malformed);
		}
	}

}
