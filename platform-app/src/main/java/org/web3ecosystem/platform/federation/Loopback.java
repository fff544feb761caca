package org.web3ecosystem.platform.federation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks at this machine's loopback interface. */
final class Loopback {

	private Loopback() {
	}

	/** Whether something can listen on {@code ::1}. */
	static boolean hasIpv6() {
		try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
			return probe.isBound();
		}
		catch (IOException absent) {
			return false;
		}
	}

}
