package org.web3ecosystem.platform.client;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.platform.command.Action;
import tools.jackson.databind.JsonNode;

/**
 * The ledger in somebody's name: through a node, whose word is taken, or with a key of
 * one's own, when only what is proven is believed.
 */
interface Access extends AutoCloseable {

	/**
	 * Waits until it was executed.
	 * @return what became of it
	 * @throws org.web3ecosystem.platform.command.RefusedException if it was not
	 */
	JsonNode carryOut(Action.Write write);

	/** An account's document. */
	JsonNode account(AccountId id);

	/** An asset's document. */
	JsonNode asset(String id);

	/** What is bonded. */
	JsonNode stake();

	@Override
	void close();

}
