package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;

import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Cookies (RFC 7873), made as in RFC 9018: who shows one that was made here for its
 * address can be answered at that address. Nothing is kept for anybody. Thread-safe.
 */
final class Cookies {

	/** Of a client, in bytes. */
	static final int CLIENT = 8;

	/** Of this server, in bytes. */
	static final int SERVER = 16;

	/** The least and the most that another server's may have. */
	static final int MIN_SERVER = 8;

	static final int MAX_SERVER = 32;

	/** Of the secret, in bytes. */
	static final int SECRET = 16;

	/** Version 1 and three bytes that are nothing yet. */
	private static final int VERSION = 0x01000000;

	private static final int HASHED_AT = CLIENT + 8;

	/** RFC 9018, section 4.3. */
	private static final Duration GOOD = Duration.ofHours(1);

	private static final Duration FRESH = Duration.ofMinutes(30);

	private static final Duration AHEAD = Duration.ofMinutes(5);

	private final KeyParameter secret;

	private final InstantSource clock;

	/**
	 * @param secret of 16 bytes that nobody can guess
	 */
	Cookies(byte[] secret, InstantSource clock) {
		if (secret.length != SECRET) {
			throw new IllegalArgumentException("a secret has " + SECRET + " bytes");
		}
		this.secret = new KeyParameter(secret);
		this.clock = clock;
	}

	/** Whether it may stand in a query (RFC 7873, section 4). */
	static boolean isWellFormed(int length) {
		return length == CLIENT || length >= CLIENT + MIN_SERVER && length <= CLIENT + MAX_SERVER;
	}

	/**
	 * Whether it was made here, lately, for this address.
	 * @param shown what a client sent: its own cookie and, if it had one, ours
	 */
	boolean isOurs(byte[] shown, InetAddress client) {
		Duration age = (shown.length == CLIENT + SERVER) ? age(shown) : GOOD;
		return age.compareTo(GOOD) < 0 && age.negated().compareTo(AHEAD) <= 0
				&& MessageDigest.isEqual(shown, made(shown, ByteBuffer.wrap(shown).getInt(CLIENT + 4), client));
	}

	/** What the client is told: its own cookie, and one to show next time. */
	byte[] answer(byte[] shown, InetAddress client) {
		return isOurs(shown, client) && age(shown).compareTo(FRESH) < 0 ? shown : made(shown, now(), client);
	}

	/** By the arithmetic of serial numbers (RFC 1982), so that it outlives 2106. */
	private Duration age(byte[] shown) {
		return Duration.ofSeconds(now() - ByteBuffer.wrap(shown).getInt(CLIENT + 4));
	}

	private int now() {
		return (int) clock.instant().getEpochSecond();
	}

	private byte[] made(byte[] shown, int time, InetAddress client) {
		byte[] address = client.getAddress();
		ByteBuffer cookie = ByteBuffer.allocate(HASHED_AT + Math.max(address.length, CLIENT))
			.put(shown, 0, CLIENT)
			.putInt(VERSION)
			.putInt(time)
			.put(HASHED_AT, address);
		SipHash hash = new SipHash();
		hash.init(secret);
		hash.update(cookie.array(), 0, HASHED_AT + address.length);
		hash.doFinal(cookie.array(), HASHED_AT);
		return Arrays.copyOf(cookie.array(), CLIENT + SERVER);
	}

}
