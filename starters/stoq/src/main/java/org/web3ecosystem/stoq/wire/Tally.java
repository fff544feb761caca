package org.web3ecosystem.stoq.wire;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;

/**
 * What happened so far, counted where it happens; refusals are logged as well.
 * Thread-safe.
 */
public final class Tally {

	/** Why somebody was refused. */
	public enum Refusal {

		/** The TLS handshake failed: no or an unfit certificate, wrong ALPN. */
		TLS,
		/** The HELLO was malformed, late, of another federation or wrongly signed. */
		HELLO,
		/** The self-signed identity as such. */
		PROVISIONAL,
		/** The certificate. */
		CERTIFICATE,
		/** The certificate cannot be judged now, as while a node begins. */
		UNJUDGED,
		/** Nothing good from the issuer of the certificate where that is required. */
		STAPLE,
		/** The Falcon signature: missing or wrong where it is required. */
		FALCON,
		/** Not who was asked for. */
		WRONG_PEER,
		/** A broken frame. */
		FRAME,
		/** HTTP/2, over TCP, that is not HTTP/2. */
		HTTP2,
		/** A limit. */
		LIMIT,
		/** A peer that asks faster than it may. */
		RATE,
		/** A stream whose request never ends, or whose answer nobody takes. */
		SLOW,
		/** A Retry token that this node did not give to this address just now. */
		TOKEN,
		/** A first packet of QUIC that is too short to be answered. */
		SHORT,
		/** A datagram that nobody takes, or while too many are in hand. */
		DATAGRAM,
		/** A joiner at the door. */
		JOIN,
		/**
		 * The certificate was taken back: its issuer says so in HELLO, or a live
		 * connection's is not accepted any more.
		 */
		REVOKED;

		/** As in metrics, logs and the endpoint. */
		public String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	private final AtomicInteger sockets = new AtomicInteger();

	private final AtomicInteger connections = new AtomicInteger();

	private final Map<KeyExchange, LongAdder> handshakes = new EnumMap<>(KeyExchange.class);

	private final LongAdder rotations = new LongAdder();

	private final LongAdder drained = new LongAdder();

	private final LongAdder fallbacks = new LongAdder();

	private final LongAdder returns = new LongAdder();

	private final LongAdder packetsSent = new LongAdder();

	private final LongAdder packetsLost = new LongAdder();

	private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);

	private final Dials dials = new Dials();

	private final RefusalLog log;

	public Tally() {
		this(new RefusalLog(InstantSource.system()));
	}

	/**
	 * @param log where refusals are said
	 */
	public Tally(RefusalLog log) {
		this.log = log;
		for (KeyExchange keyExchange : KeyExchange.values()) {
			handshakes.put(keyExchange, new LongAdder());
		}
		for (Refusal refusal : Refusal.values()) {
			refusals.put(refusal, new LongAdder());
		}
	}

	public void socketOpened() {
		sockets.incrementAndGet();
	}

	public void socketClosed() {
		sockets.decrementAndGet();
	}

	public void connectionOpened() {
		connections.incrementAndGet();
	}

	public void connectionClosed() {
		connections.decrementAndGet();
	}

	/** A peer was admitted, over a connection with this key exchange. */
	public void admitted(KeyExchange keyExchange) {
		counter(keyExchange).increment();
	}

	/** A new identity was published. */
	public void rotated() {
		rotations.increment();
	}

	/** A superseded connection ended after its streams. */
	public void drained() {
		drained.increment();
	}

	/** A peer was admitted over TCP, as UDP did not answer. */
	public void fellBack() {
		fallbacks.increment();
	}

	/** A peer that was connected over TCP is so over QUIC again. */
	public void returned() {
		returns.increment();
	}

	/** So many packets were sent, and of those of before and now so many lost. */
	public void packets(long sent, long lost) {
		packetsSent.add(sent);
		packetsLost.add(lost);
	}

	/**
	 * Somebody was refused; counts it and says it in the log.
	 * @param code with which the connection ends; null if it goes on, or ends otherwise
	 * @param why in words; never key material
	 */
	public void refused(Refusal refusal, Origin who, @Nullable CloseCode code, String why) {
		counter(refusal).increment();
		log.note(refusal, who, code, why);
	}

	/**
	 * This node was refused by a peer that it knows; says it in the log.
	 * @param code with which the connection ends, if that is known
	 * @param why in the words of the peer
	 */
	public void refusedBy(NodeId peer, Refusal refusal, @Nullable CloseCode code, String why) {
		log.suffered(refusal, peer, code, why);
	}

	/** Attempts to reach peers. */
	public Dials dials() {
		return dials;
	}

	/** What is said of refusals. */
	public RefusalLog refusalLog() {
		return log;
	}

	public int openSockets() {
		return sockets.get();
	}

	public int liveConnections() {
		return connections.get();
	}

	public long handshakes() {
		return handshakes.values().stream().mapToLong(LongAdder::sum).sum();
	}

	public long handshakes(KeyExchange keyExchange) {
		return counter(keyExchange).sum();
	}

	public long rotations() {
		return rotations.sum();
	}

	public long drainedConnections() {
		return drained.sum();
	}

	public long fallbacks() {
		return fallbacks.sum();
	}

	public long returns() {
		return returns.sum();
	}

	public long packetsSent() {
		return packetsSent.sum();
	}

	public long packetsLost() {
		return packetsLost.sum();
	}

	public long refusals(Refusal refusal) {
		return counter(refusal).sum();
	}

	private LongAdder counter(Refusal refusal) {
		return counter(refusals, refusal);
	}

	private LongAdder counter(KeyExchange keyExchange) {
		return counter(handshakes, keyExchange);
	}

	private static <K> LongAdder counter(Map<K, LongAdder> counters, K what) {
		LongAdder counter = counters.get(what);
		if (counter == null) {
			throw new IllegalStateException("uncounted: " + what);
		}
		return counter;
	}

}
