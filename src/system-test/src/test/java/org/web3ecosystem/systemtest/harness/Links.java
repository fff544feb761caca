package org.web3ecosystem.systemtest.harness;

import java.time.Duration;

/** What lies between machines and can be harmed, one direction at a time. */
public interface Links {

	/** These machines reach each other and nobody else; all see their links up. */
	void cut(int... machines);

	/** Nothing of what one sends to the other arrives. */
	void cutOneWay(int from, int to);

	/** What one sends to the other arrives later. */
	void delay(int from, int to, Duration by);

	/**
	 * Of the packets that one sends to the other some are lost, by chance.
	 * @param percent 0 to 100
	 */
	void loss(int from, int to, int percent);

	/** Nothing that anybody sends over UDP arrives. */
	void blockUdp();

	/** Undoes all of that. */
	void heal();

}
