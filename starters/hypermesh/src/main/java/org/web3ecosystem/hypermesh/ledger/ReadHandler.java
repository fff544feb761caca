package org.web3ecosystem.hypermesh.ledger;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.RequestHandler;

/** Gives an entry of the ledger or its absence, with proof and attested root. */
public final class ReadHandler implements RequestHandler {

	static final String METHOD = "hypermesh.read";

	private static final int MAX_REQUEST = 2_048;

	private final VerifiableLedger ledger;

	public ReadHandler(VerifiableLedger ledger) {
		this.ledger = ledger;
	}

	static byte[] request(String module, String key) {
		return Cbor.struct(Map.entry("module", Cbor.of(module)), Map.entry("key", Cbor.of(key))).encode();
	}

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(request, MAX_REQUEST).only("module", "key");
			return ledger.readProven(map.text("module"), map.text("key")).thenApply(ProvenEntry::encode);
		}
		catch (CborException malformed) {
			throw new RejectedException("not a request to read: " + malformed.getMessage(), malformed);
		}
	}

}
