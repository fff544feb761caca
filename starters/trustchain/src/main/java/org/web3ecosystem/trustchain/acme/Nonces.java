package org.web3ecosystem.trustchain.acme;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.web3ecosystem.trustchain.acme.problem.ErrorType;

/**
 * Nonces of RFC 8555, section 6.5: each is good once, for a while, and in this process
 * only. One that was given out takes no memory: it is a number, a time and a code over
 * both. One that was used takes a number, until so many later ones were used that its own
 * time counts as over. So nobody can make the server forget the nonces of others by
 * asking for many. Thread-safe.
 */
public final class Nonces {

	/** How long one is good. */
	static final Duration LIFE = Duration.ofHours(1);

	/** The most used ones that are remembered. */
	static final int MAX_USED = 65_536;

	private static final int CODE = 16;

	private static final int LENGTH = 8 + 8 + CODE;

	private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

	private final SecretKeySpec secret = new SecretKeySpec(RandomText.octets(32), "HmacSHA256");

	private final AtomicLong next = new AtomicLong();

	private final InstantSource clock;

	private final TreeSet<Long> used = new TreeSet<>();

	/** Whatever came before is over. */
	private long floor = -1;

	public Nonces(InstantSource clock) {
		this.clock = clock;
	}

	/** A fresh one. */
	public String next() {
		ByteBuffer nonce = ByteBuffer.allocate(LENGTH);
		nonce.putLong(next.getAndIncrement()).putLong(clock.millis());
		nonce.put(code(nonce.array()));
		return ENCODER.encodeToString(nonce.array());
	}

	/**
	 * Uses one up.
	 * @throws org.web3ecosystem.trustchain.acme.problem.AcmeException badNonce if it is
	 * not good
	 */
	void use(String nonce) {
		ByteBuffer read = ByteBuffer.wrap(decode(nonce));
		long number = read.getLong();
		long age = clock.millis() - read.getLong();
		if (age < 0 || age > LIFE.toMillis() || !useUp(number)) {
			throw bad();
		}
	}

	private synchronized boolean useUp(long number) {
		if (number <= floor || !used.add(number)) {
			return false;
		}
		if (used.size() > MAX_USED) {
			floor = used.removeFirst();
		}
		return true;
	}

	private byte[] decode(String nonce) {
		try {
			byte[] bytes = Base64.getUrlDecoder().decode(nonce);
			// written in the one way in which it was given out
			if (bytes.length == LENGTH && ENCODER.encodeToString(bytes).equals(nonce)
					&& MessageDigest.isEqual(code(bytes), Arrays.copyOfRange(bytes, LENGTH - CODE, LENGTH))) {
				return bytes;
			}
		}
		catch (IllegalArgumentException _) {
			// no more a nonce than any other text
		}
		throw bad();
	}

	private static RuntimeException bad() {
		return ErrorType.BAD_NONCE.because("the nonce was used before, is too old, or was not made here");
	}

	private byte[] code(byte[] nonce) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(secret);
			mac.update(nonce, 0, LENGTH - CODE);
			return Arrays.copyOf(mac.doFinal(), CODE);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has HmacSHA256", impossible);
		}
	}

}
