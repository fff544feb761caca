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
 * answers with the same records, all that a name does not exist, and all errors.
 * <p>
 * Counts are kept in a table of fixed size whose places are found by a keyed hash; two
 * that share a place share its rate. Thread-safe.
 */
final class ResponseRate {

	/** No limit. */
	static final int UNLIMITED = 0;

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

	/** Counts it. */
	Verdict judge(InetAddress client, Query.Asked asked, Answer answer) {
		return judge(client, switch (answer.rcode()) {
			case Dns.NOERROR -> asked.name().text() + ' ' + asked.type();
			case Dns.NXDOMAIN -> "NXDOMAIN";
			default -> "error";
		});
	}

	/** Counts an answer to what could not be read. */
	Verdict judge(InetAddress client) {
		return judge(client, "error");
	}

	private Verdict judge(InetAddress client, String equal) {
		if (perSecond == UNLIMITED) {
			return Verdict.SEND;
		}
		int second = (int) clock.instant().getEpochSecond();
		int count = (int) places.updateAndGet(place(client, equal),
				place -> (int) (place >>> Integer.SIZE) == second ? place + 1 : begun(second));
		return count <= perSecond ? Verdict.SEND : (count & 1) == 0 ? Verdict.TRUNCATE : Verdict.DROP;
	}

	private static long begun(int second) {
		return (long) second << Integer.SIZE | 1;
	}

	private int place(InetAddress client, String equal) {
		byte[] address = client.getAddress();
		byte[] text = equal.getBytes(StandardCharsets.US_ASCII);
		SipHash hash = new SipHash();
		hash.init(key);
		hash.update(address, 0, client instanceof Inet6Address ? IPV6_NETWORK : IPV4_NETWORK);
		hash.update(text, 0, text.length);
		return (int) hash.doFinal() & PLACES - 1;
	}

}
