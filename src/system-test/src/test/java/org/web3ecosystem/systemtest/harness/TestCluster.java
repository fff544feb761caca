package org.web3ecosystem.systemtest.harness;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A federation of processes, and the harm that can be done to each of them and to what is
 * between them. {@link Processes} are made on {@link Machines}: links can be harmed where
 * those are {@link Relays}, which is on any Linux, or a {@link Network} of namespaces,
 * which takes root and is the kernel's own.
 */
public interface TestCluster extends TestFederation {

	/** Starts one node unless it runs. */
	void start(TestNode node);

	/** SIGTERM; the time it took to end. */
	Duration stop(TestNode node);

	/** SIGKILL. */
	void kill9(TestNode node);

	/** SIGSTOP. */
	void pause(TestNode node);

	/** SIGCONT. */
	void resume(TestNode node);

	/**
	 * From its next start on a node's clock is wrong.
	 * @param offset such as {@code +1h}
	 */
	void clock(TestNode node, String offset);

	/** These nodes reach each other and nobody else. */
	void cut(TestNode... nodes);

	/** Nothing of what one sends to the other arrives. */
	void cutOneWay(TestNode from, TestNode to);

	/** What one sends to the other arrives later. */
	void delay(TestNode from, TestNode to, Duration by);

	/** Of the packets that one sends to the other some are lost. */
	void loss(TestNode from, TestNode to, int percent);

	/** Nothing that nodes send to each other over UDP arrives. */
	void blockUdp();

	/** All links are as they were. */
	void heal();

	/** Where a node's output goes. */
	@Override
	Path log(TestNode node);

}
