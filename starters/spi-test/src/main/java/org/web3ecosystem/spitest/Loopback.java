package org.web3ecosystem.spitest;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Assumptions;

/** The loopback addresses of the machine that runs a test. */
public final class Loopback {

	public static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");

	/**
	 * Below the ports that kernels give to clients (RFC 6335, section 6), so that no
	 * dialling socket gets one in between.
	 */
	private static final int FIRST_PORT = 10_000;

	private static final int LAST_PORT = 32_000;

	private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

	private Loopback() {
	}

	/** {@code ::1}; a test on a machine without it is skipped and says so. */
	public static InetAddress ipv6() {
		InetAddress address = InetAddress.ofLiteral("::1");
		try (ServerSocket anyPort = new ServerSocket(0, 1, address)) {
			return anyPort.getInetAddress();
		}
		catch (IOException absent) {
			return Assumptions.abort("this machine has no IPv6: " + absent.getMessage());
		}
	}

	/**
	 * A port that a node can be told to listen at: free for UDP and TCP in both families,
	 * and given once. The next one is free too, for what listens beside it.
	 */
	public static int freePort() {
		SplittableRandom random = new SplittableRandom();
		for (int attempt = 0; attempt < 1000; attempt++) {
			int port = random.nextInt(FIRST_PORT, LAST_PORT);
			if (isFree(port) && isFree(port + 1) && !GIVEN.contains(port - 1) && !GIVEN.contains(port + 1)
					&& GIVEN.add(port)) {
				return port;
			}
		}
		throw new AssertionError("no free port between " + FIRST_PORT + " and " + LAST_PORT);
	}

	private static boolean isFree(int port) {
		// at no address, so that it is free in both families
		try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(port));
				ServerSocket tcp = new ServerSocket(port, 1)) {
			return udp.isBound() && tcp.isBound();
		}
		catch (IOException taken) {
			return false;
		}
	}

}
