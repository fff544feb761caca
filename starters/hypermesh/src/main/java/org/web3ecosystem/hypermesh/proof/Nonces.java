package org.web3ecosystem.hypermesh.proof;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The nonces of this member: for each claim one in each {@link #SLOT}, a code under a
 * secret that only this process has. So none has to be kept, and who asks again gets no
 * other to choose from. Thread-safe.
 */
public final class Nonces {

	/** For so long it is the same. */
	static final Duration SLOT = Duration.ofMillis(500);

	/**
	 * How many slots later it still counts. One is the time to answer in, the others are
	 * for the net and for a machine that has other things to do.
	 */
	private static final int SLOTS = 2;

	/** No nonce is older when it counts. */
	static final Duration FRESH = SLOT.multipliedBy(SLOTS + 1);

	private static final String MAC = "HmacSHA256";

	private final byte[] secret = new byte[32];

	private final LongSupplier nanos;

	/**
	 * @param random must be unpredictable: a SecureRandom outside of tests
	 * @param nanos a clock that only goes forward
	 */
	public Nonces(RandomGenerator random, LongSupplier nanos) {
		random.nextBytes(secret);
		this.nanos = nanos;
	}

	byte[] next(byte[] claim) {
		return of(claim, slot());
	}

	/** Whether it is one for this claim and fresh. */
	boolean isFresh(byte[] claim, byte[] value) {
		long now = slot();
		for (long slot = now; slot >= now - SLOTS; slot--) {
			if (MessageDigest.isEqual(of(claim, slot), value)) {
				return true;
			}
		}
		return false;
	}

	private long slot() {
		return Math.floorDiv(nanos.getAsLong(), SLOT.toNanos());
	}

	private byte[] of(byte[] claim, long slot) {
		try {
			Mac mac = Mac.getInstance(MAC);
			mac.init(new SecretKeySpec(secret, MAC));
			mac.update(claim);
			return Arrays.copyOf(mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(slot).array()), Nonce.LENGTH);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has HMAC with SHA-256", impossible);
		}
	}

}
