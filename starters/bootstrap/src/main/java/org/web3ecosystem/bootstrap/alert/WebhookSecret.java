package org.web3ecosystem.bootstrap.alert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.web3ecosystem.spi.Reason;

/**
 * What a receiver knows an alert by: HMAC-SHA-256 over id, time and body, in the form of
 * Standard Webhooks ({@code whsec_} and Base64). With two secrets each message has two
 * signatures, so that a receiver can be given the new one before the old is taken away.
 */
public final class WebhookSecret {

	private static final String PREFIX = "whsec_";

	private static final String ALGORITHM = "HmacSHA256";

	/** In bytes: what Standard Webhooks asks for. */
	private static final int SHORTEST = 24;

	private static final int LONGEST = 64;

	private static final int MOST = 2;

	private static final int LARGEST_FILE = 1024;

	private final List<SecretKeySpec> keys;

	private WebhookSecret(List<SecretKeySpec> keys) {
		this.keys = keys;
	}

	/**
	 * Reads one secret a line, two at most.
	 * @throws IllegalArgumentException if there is none that can be used; the message
	 * shows nothing of it
	 */
	public static WebhookSecret read(Path file) {
		byte[] text;
		try (InputStream stream = Files.newInputStream(file)) {
			text = stream.readNBytes(LARGEST_FILE + 1);
		}
		catch (IOException unreadable) {
			throw new IllegalArgumentException(Reason.of(unreadable), unreadable);
		}
		if (text.length > LARGEST_FILE) {
			throw new IllegalArgumentException(file + " is larger than " + LARGEST_FILE + " bytes");
		}
		List<SecretKeySpec> keys = new String(text, StandardCharsets.US_ASCII).lines()
			.map(String::strip)
			.filter(line -> !line.isEmpty())
			.map(line -> key(line, file))
			.toList();
		if (keys.isEmpty() || keys.size() > MOST) {
			throw new IllegalArgumentException(file + " has " + keys.size() + " secrets, not one or " + MOST);
		}
		return new WebhookSecret(keys);
	}

	/** The value of the header {@code webhook-signature}. */
	String sign(String id, long seconds, byte[] body) {
		byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.US_ASCII);
		return keys.stream().map(key -> "v1," + sign(key, head, body)).collect(Collectors.joining(" "));
	}

	private static SecretKeySpec key(String line, Path file) {
		byte[] bytes;
		try {
			bytes = line.startsWith(PREFIX) ? Base64.getDecoder().decode(line.substring(PREFIX.length())) : new byte[0];
		}
		catch (IllegalArgumentException malformed) {
			// its message shows a letter of the secret
			bytes = new byte[0];
		}
		if (bytes.length < SHORTEST || bytes.length > LONGEST) {
			throw new IllegalArgumentException(file + " has a line that is not " + PREFIX + " and " + SHORTEST + " to "
					+ LONGEST + " bytes in Base64");
		}
		return new SecretKeySpec(bytes, ALGORITHM);
	}

	private static String sign(SecretKeySpec key, byte[] head, byte[] body) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			mac.update(head);
			return Base64.getEncoder().encodeToString(mac.doFinal(body));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
		}
	}

}
