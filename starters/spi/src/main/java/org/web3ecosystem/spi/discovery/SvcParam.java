package org.web3ecosystem.spi.discovery;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A SvcParam of SVCB and HTTPS (RFC 9460, section 2.1). What is not one of its well-known
 * keys may have any value.
 *
 * @param key SvcParamKey, of 16 bits
 * @param value SvcParamValue as it is on the wire, lower-case hexadecimal
 */
public record SvcParam(int key, String value) {

	/** The keys without which the record cannot be used. */
	public static final int MANDATORY = 0;

	public static final int ALPN = 1;

	public static final int NO_DEFAULT_ALPN = 2;

	public static final int PORT = 3;

	public static final int IPV4HINT = 4;

	/** The configuration of Encrypted ClientHello (RFC 9848). */
	public static final int ECH = 5;

	public static final int IPV6HINT = 6;

	/** Where DNS over HTTPS is asked (RFC 9461, section 5). */
	public static final int DOHPATH = 7;

	/** The longest value, in bytes. */
	public static final int MAX_VALUE = 512;

	/** Literals without blanks and controls, and expressions in braces. */
	private static final Pattern TEMPLATE = Pattern.compile("/([^{}\\s\\p{Cntrl}]|\\{[^{}\\s\\p{Cntrl}]+})*+");

	private static final Pattern WITH_DNS = Pattern.compile("\\{[+#./;?&]?([^{}]*,)?dns([:*,][^{}]*)?}");

	/** RFC 9460, section 14.3.2. */
	private static final int INVALID = 65535;

	public SvcParam {
		if (key < 0 || key >= INVALID) {
			throw new IllegalArgumentException("a SvcParamKey is 0 to 65534, not " + key);
		}
		int length = Hexadecimal.length(value);
		if (length > MAX_VALUE) {
			throw new IllegalArgumentException("a SvcParamValue has at most " + MAX_VALUE + " bytes, not " + length);
		}
		switch (key) {
			case MANDATORY -> require(length > 0 && length % 2 == 0, "mandatory lists keys");
			case ALPN -> require(isProtocols(HexFormat.of().parseHex(value)), "alpn lists protocols of 1 to 255 bytes");
			case NO_DEFAULT_ALPN -> require(length == 0, "no-default-alpn has no value");
			case PORT -> require(length == 2, "port is a number of 16 bits");
			case IPV4HINT -> require(length > 0 && length % 4 == 0, "ipv4hint lists addresses of IPv4");
			case ECH -> require(length > 0, "ech has a value");
			case DOHPATH -> require(isTemplate(HexFormat.of().parseHex(value)),
					"dohpath is a path with the variable dns, such as /dns-query{?dns}");
			case IPV6HINT -> require(length > 0 && length % 16 == 0, "ipv6hint lists addresses of IPv6");
			default -> {
			}
		}
	}

	/** The value as it is on the wire. */
	public byte[] bytes() {
		return HexFormat.of().parseHex(value);
	}

	/** RFC 9460, sections 7.1.1 and 8: what one says of the others. */
	void check(Set<Integer> keys) {
		if (key == NO_DEFAULT_ALPN) {
			require(keys.contains(ALPN), "no-default-alpn stands with alpn");
		}
		if (key == MANDATORY) {
			ByteBuffer listed = ByteBuffer.wrap(bytes());
			int last = MANDATORY;
			while (listed.hasRemaining()) {
				int next = listed.getShort() & 0xffff;
				require(next > last, "mandatory lists other keys, by growing number, each once");
				require(keys.contains(next), "mandatory lists keys that are there");
				last = next;
			}
		}
	}

	private static boolean isProtocols(byte[] value) {
		int at = 0;
		while (at < value.length && value[at] != 0) {
			at += 1 + (value[at] & 0xff);
		}
		return at == value.length && at > 0;
	}

	/** A relative URI template in UTF-8 (RFC 6570) that has the variable {@code dns}. */
	private static boolean isTemplate(byte[] value) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
			return TEMPLATE.matcher(text).matches() && WITH_DNS.matcher(text).find();
		}
		catch (CharacterCodingException notText) {
			return false;
		}
	}

	private static void require(boolean holds, String what) {
		if (!holds) {
			throw new IllegalArgumentException(what + " (RFC 9460)");
		}
	}

}
