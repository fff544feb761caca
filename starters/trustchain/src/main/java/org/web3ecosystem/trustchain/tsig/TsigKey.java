package org.web3ecosystem.trustchain.tsig;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import javax.crypto.spec.SecretKeySpec;

import org.xbill.DNS.TSIG;

import org.web3ecosystem.spi.discovery.Name;

/**
 * A secret that this node shares with somebody, and what whoever shows it may do.
 *
 * @param name by which both know it
 * @param secret of {@link #MIN_SECRET} to {@link #MAX_SECRET} bytes
 * @param mayTransfer whether it opens the zone as a whole (RFC 5936, RFC 1995)
 * @param updates names that it may change, each with all below it (RFC 2136)
 */
public record TsigKey(Name name, Algorithm algorithm, SecretKeySpec secret, boolean mayTransfer, List<Name> updates) {

	/** The shortest secret, in bytes. */
	public static final int MIN_SECRET = 16;

	/** The longest secret, in bytes. */
	public static final int MAX_SECRET = 128;

	/** The longest name, so that a signed answer has room in 512 bytes. */
	public static final int MAX_NAME = 63;

	/** Of RFC 8945, section 6, those that are not to be avoided and are not truncated. */
	public enum Algorithm {

		HMAC_SHA256("HmacSHA256", 32), HMAC_SHA384("HmacSHA384", 48), HMAC_SHA512("HmacSHA512", 64);

		private final String mac;

		private final int length;

		Algorithm(String mac, int length) {
			this.mac = mac;
			this.length = length;
		}

		/** The one of this name, such as {@code hmac-sha256}. */
		public static Optional<Algorithm> of(String name) {
			return Stream.of(values()).filter(each -> each.toString().equalsIgnoreCase(name)).findFirst();
		}

		/** How long its MAC is, in bytes. */
		int length() {
			return length;
		}

		org.xbill.DNS.Name wire() {
			return org.xbill.DNS.Name.fromConstantString(this + ".");
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

	public TsigKey {
		updates = List.copyOf(updates);
		int length = name.text().length();
		if (length < 1 || length > MAX_NAME || !name.text().matches("[a-z0-9_.-]+")) {
			throw new IllegalArgumentException(
					"a key's name has 1 to " + MAX_NAME + " letters, digits, hyphens, underscores and dots");
		}
	}

	/**
	 * A key.
	 * @throws IllegalArgumentException if the name or the secret is not fit
	 */
	public static TsigKey of(Name name, Algorithm algorithm, byte[] secret, boolean mayTransfer, List<Name> updates) {
		if (secret.length < MIN_SECRET || secret.length > MAX_SECRET) {
			throw new IllegalArgumentException("a secret has " + MIN_SECRET + " to " + MAX_SECRET + " bytes");
		}
		return new TsigKey(name, algorithm, new SecretKeySpec(secret, algorithm.mac), mayTransfer, updates);
	}

	/** Whether it may change the records of this name. */
	public boolean mayUpdate(Name changed) {
		return updates.stream().anyMatch(changed::isWithin);
	}

	/** How many bytes a signature by it adds to a message. */
	int signatureLength() {
		// type, class, TTL and length; time, fudge, size, id, error and other length
		return wire().length() + 10 + algorithm.wire().length() + 16 + algorithm.length();
	}

	/** What signs and verifies. */
	TSIG tsig(Clock clock) {
		return new TSIG(algorithm.wire(), wire(), secret, clock);
	}

	org.xbill.DNS.Name wire() {
		return org.xbill.DNS.Name.fromConstantString(name + ".");
	}

	/** Without the secret. */
	@Override
	public String toString() {
		return name + " " + algorithm + (mayTransfer ? " transfer" : "")
				+ (updates.isEmpty() ? "" : " update=" + updates);
	}

}
