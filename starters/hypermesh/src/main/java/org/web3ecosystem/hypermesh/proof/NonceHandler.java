package org.web3ecosystem.hypermesh.proof;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.RequestHandler;

/**
 * Gives this member's {@link Nonce} for a claim, to whoever is going to ask for the time
 * of it with a space proof; as often as {@link TimeHandler} answers.
 */
public final class NonceHandler implements RequestHandler {

	static final String METHOD = "hypermesh.nonce";

	private final Attester attester;

	private final BooleanSupplier member;

	private final Allowance allowance = new Allowance(TimeHandler.PER_SECOND, System::nanoTime);

	/**
	 * @param member whether this node is a member of the newest roster
	 */
	public NonceHandler(Attester attester, BooleanSupplier member) {
		this.attester = attester;
		this.member = member;
	}

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		if (!allowance.spend(caller)) {
			throw new UnavailableException("asked for nonces more than " + TimeHandler.PER_SECOND + " times a second");
		}
		if (!member.getAsBoolean()) {
			throw new RejectedException("this node does not validate and gives no nonces");
		}
		try {
			return CompletableFuture
				.completedFuture(attester.nonce(caller, TimeQuestion.decode(request)).toCbor().encode());
		}
		catch (CborException malformed) {
			throw new RejectedException("not a question for the time: " + malformed.getMessage(), malformed);
		}
	}

}
