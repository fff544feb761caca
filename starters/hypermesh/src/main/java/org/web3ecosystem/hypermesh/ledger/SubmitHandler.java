package org.web3ecosystem.hypermesh.ledger;

import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.RequestHandler;

/**
 * Takes a signed transaction, of the calling node or of an owner that turned to it, and
 * answers with its outcome. The caller does not have to believe the answer: it reads the
 * outcome with a proof.
 */
public final class SubmitHandler implements RequestHandler {

	static final String METHOD = "hypermesh.submit";

	private final VerifiableLedger ledger;

	public SubmitHandler(VerifiableLedger ledger) {
		this.ledger = ledger;
	}

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		return ledger.replica()
			.orElseThrow(() -> new UnavailableException("this node does not validate and takes no transactions"))
			.handIn(request)
			.thenApply(Outcome::encode);
	}

}
