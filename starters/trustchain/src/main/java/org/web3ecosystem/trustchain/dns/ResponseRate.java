package org.web3ecosystem.trustchain.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLongArray;

import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Keeps this server from being turned on a third by queries in its name: so many equal
 * answers go to a network in a second and no more. Of those beyond, every other one says
 * that it is truncated, so that a client that is really there asks over TCP. Equal are
 * answers with the same records, all that a name has nothing of a type, whatever the
 * type, all that a name does not exist, and all errors.
 * <p>
 * Counts are kept in a table of fixed size whose places are found by a keyed hash; two
 * that share a place share its rate. Thread-safe.
 */
final class ResponseRate {

	/** No limit. */
	static final int UNLIMITED = 0;

	private static final long NXDOMAIN = 1;

	private static final long ERROR = 2;

	/** Of a second, each a count and when it was begun. */
	private static final int PLACES = 1 << 16;

	private static final int IPV4_NETWORK = 3;

	private static final int IPV6_NETWORK = 7;

	private final AtomicLongArray places = new AtomicLongArray(PLACES);

	private final int perSecond;

	private final InstantSource clock;

	private final KeyParameter key;

	/** What becomes of an answer. */
	enum Verdict {

		SEND, TRUNCATE, DROP

	}

	/**
	 * @param perSecond equal answers to one network, or {@link #UNLIMITED}
	 */
	ResponseRate(int perSecond, InstantSource clock, SecureRandom random) {
		this.perSecond = perSecond;
		this.clock = clock;
		byte[] secret = new byte[Cookies.SECRET];
		random.nextBytes(secret);
		this.key = new KeyParameter(secret);
	}

	/** What an answer is counted as: two that have the same are equal. */
	long equal(Query.Asked asked, Answer answer) {
		return switch (answer.rcode()) {
			case Dns.NOERROR -> hash(asked.name().text() + (has(answer, asked.type()) ? " " + asked.type() : ""));
			case Dns.NXDOMAIN -> NXDOMAIN;
			default -> ERROR;
		};
	}

	/** An alias is told whatever is asked for: there are as many types as one likes. */
	private static boolean has(Answer answer, int type) {
		return answer.answers().stream().anyMatch(record -> record.type() == type);
	}

	private long hash(String equal) {
		byte[] text = equal.getBytes(StandardCharsets.US_ASCII);
		SipHash hash = new SipHash();
		hash.init(key);
		hash.update(text, 0, text.length);
		return hash.doFinal();
	}

	/** Counts it. */
	Verdict judge(InetAddress client, Query.Asked asked, Answer answer) {
		return (perSecond == UNLIMITED) ? Verdict.SEND : new Judge().judge(client, equal(asked, answer));
	}

	/** Counts an answer to what could not be read. */
	Verdict judge(InetAddress client) {
		return new Judge().judge(client, ERROR);
	}

	/** One that counts for one thread. */
	Judge judge() {
		return new Judge();
	}

	/** Counts, and makes nothing on the way. For one thread; the counts are common. */
	final class Judge {

		private final SipHash hash = new SipHash();

		private final byte[] equal = new byte[Long.BYTES];

		private Judge() {
			hash.init(key);
		}

		Verdict judge(InetAddress client, long as) {
			if (perSecond == UNLIMITED) {
				return Verdict.SEND;
			}
			int second = (int) Math.floorDiv(clock.millis(), 1000L);
			int place = place(client, as);
			long before;
			long after;
			do {
				before = places.get(place);
				after = ((int) (before >>> Integer.SIZE) == second) ? before + 1 : begun(second);
			}
			while (!places.weakCompareAndSetVolatile(place, before, after));
			int count = (int) after;
			return count <= perSecond ? Verdict.SEND : (count & 1) == 0 ? Verdict.TRUNCATE : Verdict.DROP;
		}

		private int place(InetAddress client, long as) {
			hash.update(client.getAddress(), 0, client instanceof Inet6Address ? IPV6_NETWORK : IPV4_NETWORK);
			for (int i = 0; i < Long.BYTES; i++) {
				equal[i] = (byte) (as >>> 8 * i);
			}
			hash.update(equal, 0, Long.BYTES);
			return (int) hash.doFinal() & PLACES - 1;
		}

	}

	private static long begun(int second) {
		return (long) second << Integer.SIZE | 1;
	}

}
