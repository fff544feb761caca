package org.web3ecosystem.stoq.forward;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a forward leads: what is written {@code host:port/tcp} or {@code host:port/udp},
 * an IPv6 address in brackets. Two are the same if they are written the same, but for the
 * case of letters; names are not looked up to compare them.
 *
 * @param host a name or an address, without brackets
 * @param port from 1 to 65535
 * @param protocol what is forwarded
 */
public record Target(String host, int port, Protocol protocol) {

	/** The longest that is looked at. */
	static final int MAX_LENGTH = 300;

	private static final Pattern FORM = Pattern
		.compile("(?:\\[([0-9a-fA-F:.]{2,45})]|([0-9a-zA-Z._-]{1,253})):([0-9]{1,5})/(tcp|udp)");

	private static final int LAST_PORT = 65_535;

	/** What is forwarded. */
	public enum Protocol {

		/** Bytes in order, both ways, each with its own end. */
		TCP,
		/** Datagrams. */
		UDP

	}

	public Target {
		host = host.toLowerCase(Locale.ROOT);
		if (port < 1 || port > LAST_PORT) {
			throw new IllegalArgumentException("a port is from 1 to " + LAST_PORT + ", not " + port);
		}
	}

	/**
	 * @throws IllegalArgumentException if it is not written like that
	 */
	public static Target parse(String text) {
		Matcher form = FORM.matcher((text.length() > MAX_LENGTH) ? "" : text);
		if (!form.matches()) {
			throw new IllegalArgumentException("a target is written host:port/tcp or host:port/udp");
		}
		String host = (form.group(1) != null) ? form.group(1) : form.group(2);
		return new Target(host, Integer.parseInt(form.group(3)),
				Protocol.valueOf(form.group(4).toUpperCase(Locale.ROOT)));
	}

	/** As it is parsed. */
	@Override
	public String toString() {
		String shown = host.contains(":") ? "[" + host + "]" : host;
		return shown + ":" + port + "/" + protocol.name().toLowerCase(Locale.ROOT);
	}

}
