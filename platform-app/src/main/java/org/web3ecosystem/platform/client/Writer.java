package org.web3ecosystem.platform.client;

import org.web3ecosystem.platform.command.Action;
import tools.jackson.databind.JsonNode;

/** Has the ledger carry out what somebody wants, in that somebody's name. */
interface Writer extends AutoCloseable {

	/**
	 * Waits until it was executed.
	 * @return what became of it
	 * @throws org.web3ecosystem.platform.command.RefusedException if it was not
	 */
	JsonNode carryOut(Action.Write write);

	@Override
	void close();

}
