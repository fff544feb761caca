package org.web3ecosystem.spi.trust;

import java.util.concurrent.CompletionStage;

/**
 * Decides who may join. Stands behind the transport's {@code stoq-join/1} listener, the
 * one place where an unknown peer is heard.
 */
@FunctionalInterface
public interface JoinDoor {

	/**
	 * Admits or fails with {@link org.web3ecosystem.spi.RejectedException}. The token is
	 * spent atomically: of two requests with one token at most one is admitted. Without a
	 * token only a node that is enrolled under this name gets anything, and nothing but a
	 * leaf.
	 */
	CompletionStage<Admission> admit(JoinRequest request);

}
