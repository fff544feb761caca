package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;

/**
 * The ports of one node.
 *
 * @param offset added to every base port
 */
public record Ports(int offset) {

	private static final int STEP = 100;

	private static final int NODES = 7;

	/** Below the ports that the kernel gives to clients. */
	private static final int MAX_OFFSET = 22_000;

	public int http() {
		return 8080 + offset;
	}

	public int https() {
		return 8443 + offset;
	}

	public int stoq() {
		return 9292 + offset;
	}

	public int dns() {
		return 8053 + offset;
	}

	public int gossip() {
		return 9392 + offset;
	}

	public Ports ofNode(int number) {
		return new Ports(offset + (number - 1) * STEP);
	}

	/** The ports of a first node, such that seven nodes have free ones. */
	public static Ports free() {
		SplittableRandom random = new SplittableRandom();
		for (int attempt = 0; attempt < 200; attempt++) {
			Ports candidate = new Ports(random.nextInt(1000, MAX_OFFSET));
			if (candidate.areFree()) {
				return candidate;
			}
		}
		throw new AssertionError("no free ports");
	}

	private boolean areFree() {
		for (int number = 1; number <= NODES; number++) {
			Ports node = ofNode(number);
			for (int tcp : new int[] { node.http(), node.https(), node.dns(), node.gossip(), node.stoq() + 1 }) {
				try (ServerSocket probe = new ServerSocket(tcp, 1, InetAddress.getLoopbackAddress())) {
					probe.getLocalPort();
				}
				catch (IOException taken) {
					return false;
				}
			}
			for (int udp : new int[] { node.stoq(), node.dns() }) {
				try (DatagramSocket probe = new DatagramSocket(udp, InetAddress.getLoopbackAddress())) {
					probe.getLocalPort();
				}
				catch (IOException taken) {
					return false;
				}
			}
		}
		return true;
	}

}
