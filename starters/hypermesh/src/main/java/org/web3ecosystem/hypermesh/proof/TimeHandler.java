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
 * Gives this member's attestation of the time for a claim, and of the space proof shown
 * with it. Each caller is answered {@value #PER_SECOND} times a second; that is several
 * times what a prover needs, which asks once for a whole batch.
 */
public final class TimeHandler implements RequestHandler {

	static final String METHOD = "hypermesh.time";

	static final int PER_SECOND = 500;

	private final Attester attester;

	private final BooleanSupplier member;

	private final Allowance allowance = new Allowance(PER_SECOND, System::nanoTime);

	/**
	 * @param member whether this node is a member of the newest roster
	 */
	public TimeHandler(Attester attester, BooleanSupplier member) {
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
			throw new UnavailableException("asked for the time more than " + PER_SECOND + " times a second");
		}
		if (!member.getAsBoolean()) {
			throw new RejectedException("this node does not validate and attests no time");
		}
		try {
			return CompletableFuture
				.completedFuture(attester.attest(caller, Showing.Request.decode(request)).toCbor().encode());
		}
		catch (CborException malformed) {
			throw new RejectedException("not a question for the time: " + malformed.getMessage(), malformed);
		}
	}

}
