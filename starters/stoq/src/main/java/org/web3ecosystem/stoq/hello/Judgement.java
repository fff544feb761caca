package org.web3ecosystem.stoq.hello;

import java.util.Optional;

import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.stoq.falcon.FalconFinding;

/**
 * What a HELLO that its sender signed was found to be worth.
 *
 * @param falcon its Falcon signature
 * @param staple what the issuer of the certificate says
 * @param refusal why its sender is not admitted; empty if it is
 */
public record Judgement(FalconFinding falcon, StapleFinding staple, Optional<Refusal> refusal) {

	/** Nothing more is looked at of whose certificate is not accepted. */
	static Judgement unfit(Refusal refusal) {
		return new Judgement(FalconFinding.NOT_LOOKED_AT, new StapleFinding.NotLookedAt(), Optional.of(refusal));
	}

}
