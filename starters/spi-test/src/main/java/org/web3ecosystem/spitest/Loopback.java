package org.web3ecosystem.spitest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Assumptions;

/** The loopback addresses of the machine that runs a test. */
public final class Loopback {

	public static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");

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

}
