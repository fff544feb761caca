package org.web3ecosystem.trustchain.join;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A token as a person hands it over:
 * {@code web3join:1:<federation>:<root fingerprint>:<host:port,…>:<secret>}.
 *
 * @param federation short name of the federation
 * @param rootFingerprint SHA-256 of the root certificate, 64 hexadecimal digits; the
 * secret is shown to nobody who does not prove this root
 * @param doors where the join door is, {@code host:port}, IPv6 in brackets
 * @param secret the secret itself
 */
public record JoinToken(String federation, String rootFingerprint, List<String> doors, byte[] secret) {

	/** Length of a secret in bytes. */
	public static final int SECRET_LENGTH = 32;

	/** The longest text that is read. */
	public static final int MAX_CHARACTERS = 1024;

	private static final int MAX_DOORS = 8;

	private static final String LEAD = "web3join:";

	private static final Pattern DOOR = Pattern
		.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]):[0-9]{1,5}");

	private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

	public JoinToken {
		doors = List.copyOf(doors);
		secret = secret.clone();
		require(federation.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"), "the federation's name is not one");
		require(rootFingerprint.matches("[0-9a-f]{64}"), "the root's fingerprint is not 64 hexadecimal digits");
		require(!doors.isEmpty() && doors.size() <= MAX_DOORS, "it names no door, or more than " + MAX_DOORS);
		require(doors.stream().allMatch(JoinToken::isDoor), "a door is not host:port");
		require(secret.length == SECRET_LENGTH, "its secret has not the right length; was it copied whole?");
	}

	/**
	 * Reads a token.
	 * @throws IllegalArgumentException in words for the person who pasted it
	 */
	public static JoinToken parse(String text) {
		String token = text.strip();
		require(token.length() <= MAX_CHARACTERS, "it is too long");
		require(token.startsWith(LEAD), "it does not begin with " + LEAD);
		String[] parts = token.split(":", 5);
		require(parts.length == 5, "it is not complete");
		require(parts[1].equals("1"), "it is of version '" + parts[1] + "', this software reads version 1");
		int last = parts[4].lastIndexOf(':');
		require(last > 0, "it is not complete");
		return new JoinToken(parts[2], parts[3], Arrays.asList(parts[4].substring(0, last).split(",", -1)),
				secret(parts[4].substring(last + 1)));
	}

	@Override
	public byte[] secret() {
		return secret.clone();
	}

	/** The text to hand over; it holds the secret. */
	public String text() {
		return LEAD + "1:" + federation + ":" + rootFingerprint + ":" + String.join(",", doors) + ":"
				+ ENCODER.encodeToString(secret);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof JoinToken that && text().equals(that.text());
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(secret);
	}

	/** Without the secret, since this may be logged. */
	@Override
	public String toString() {
		return "JoinToken[" + federation + " " + doors + "]";
	}

	private static boolean isDoor(String door) {
		return DOOR.matcher(door).matches() && port(door) >= 1 && port(door) <= 65535;
	}

	private static int port(String door) {
		return Integer.parseInt(door.substring(door.lastIndexOf(':') + 1));
	}

	private static byte[] secret(String encoded) {
		try {
			byte[] secret = Base64.getUrlDecoder().decode(encoded);
			require(ENCODER.encodeToString(secret).equals(encoded), "its secret is not spelled as it was made");
			return secret;
		}
		catch (IllegalArgumentException malformed) {
			throw new IllegalArgumentException("not a join token: its secret is damaged; was it copied whole?",
					malformed);
		}
	}

	private static void require(boolean condition, String fault) {
		if (!condition) {
			throw new IllegalArgumentException("not a join token: " + fault);
		}
	}

}
