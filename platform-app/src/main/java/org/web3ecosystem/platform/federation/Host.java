package org.web3ecosystem.platform.federation;

import java.util.List;

import org.web3ecosystem.platform.preflight.PortCheck;
import org.web3ecosystem.spi.IpLiteral;

/**
 * How a host is written: {@value #LOCAL}, an IP literal, or several joined by {@code +},
 * first preferred. Names are not looked up.
 */
public final class Host {

	/**
	 * This machine's own: {@value #IPV4}, and {@value #IPV6} where the machine has it.
	 */
	public static final String LOCAL = "localhost";

	private static final String IPV4 = "127.0.0.1";

	private static final String IPV6 = "::1";

	private Host() {
	}

	/** The addresses of a host, as it is written. */
	public static List<String> addresses(String host) {
		return host.equals(LOCAL) ? local(PortCheck.isHere(IpLiteral.parse(IPV6))) : List.of(host.split("\\+", -1));
	}

	static List<String> local(boolean ipv6) {
		return ipv6 ? List.of(IPV4, IPV6) : List.of(IPV4);
	}

}
