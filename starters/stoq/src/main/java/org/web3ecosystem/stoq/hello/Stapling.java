package org.web3ecosystem.stoq.hello;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.spi.trust.StatusStaples;

/**
 * Shows what the issuer of this node's leaf says of it, in HELLO and HELLO_ACK, and
 * judges what others show (RFC 6066 section 8 does that in TLS, for one side; the QUIC
 * codec has no hook for it on both). It is judged after the certificate was accepted:
 * <ul>
 * <li>a peer whose issuer says {@code revoked} is refused, unless this is switched off;
 * <li>one that shows nothing, or something stale, wrongly signed, of another leaf or no
 * response at all, is admitted as if it had shown nothing: revocation itself comes by the
 * ledger, and a staple is what a node has that does not hear the ledger;
 * <li>under {@link Demand#REQUIRED} such a peer is refused, unless it is a validator of
 * the genesis roster: that one's issuer is itself, and without validators that talk to
 * each other there is no ledger on which anything could be said.
 * </ul>
 * Self-signed certificates have no issuer to ask and are not looked at. Thread-safe.
 */
public final class Stapling {

	private static final StapleFinding NOT_LOOKED_AT = new StapleFinding.NotLookedAt();

	private static final StapleFinding ABSENT = new StapleFinding.Absent();

	/** Words of findings, in the order of reports. */
	public static final List<String> WORDS = List.of("good", "revoked", "stale", "wrong", "absent", "not_looked_at");

	private static final int REMEMBERED = 1024;

	/** What is asked of others. */
	public enum Demand {

		/** Nothing is shown or looked at. */
		OFF,
		/** What is shown counts. */
		OPTIONAL,
		/** Nobody but validators is admitted without a good one. */
		REQUIRED

	}

	private final Demand demand;

	private final Supplier<Optional<StatusStaples>> staples;

	private final Predicate<NodeId> validators;

	private final Map<String, LongAdder> found = new ConcurrentHashMap<>();

	/** Who refused a HELLO because there was a staple in it: builds from before them. */
	private final Set<NodeId> without = Collections
		.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
			@Override
			protected boolean removeEldestEntry(Map.Entry<NodeId, Boolean> eldest) {
				return size() > REMEMBERED;
			}
		}));

	/**
	 * @param staples who gives and reads them in this process, if anybody
	 * @param validators whether a node is of the genesis roster
	 */
	public Stapling(Demand demand, Supplier<Optional<StatusStaples>> staples, Predicate<NodeId> validators) {
		this.demand = demand;
		this.staples = staples;
		this.validators = validators;
		WORDS.forEach(word -> found.put(word, new LongAdder()));
	}

	/** Neither shown nor looked at. */
	public static Stapling off() {
		return new Stapling(Demand.OFF, Optional::empty, node -> false);
	}

	/**
	 * Looks whether what is demanded can be judged here.
	 * @throws IllegalStateException if it cannot
	 */
	public void check() {
		if (demand == Demand.REQUIRED && staples.get().isEmpty()) {
			throw new IllegalStateException("web3.stoq.stapling is required, and nothing in this process reads OCSP "
					+ "responses. Switch the component trustchain on, or set web3.stoq.stapling to optional");
		}
	}

	/** What this node shows with its chain now. */
	Optional<byte[]> own(CertificateChain chain) {
		if (demand == Demand.OFF || chain.isSelfIssued()) {
			return Optional.empty();
		}
		return staples.get()
			.flatMap(giver -> giver.own(chain))
			.filter(staple -> staple.length > 0 && staple.length <= StatusStaples.MAX_BYTES);
	}

	/**
	 * Judges what a peer shows, and counts it.
	 * @param chain accepted
	 */
	StapleFinding look(byte @Nullable [] staple, CertificateChain chain) {
		StapleFinding finding = find(staple, chain);
		counter(finding.word()).increment();
		return finding;
	}

	private StapleFinding find(byte @Nullable [] staple, CertificateChain chain) {
		if (demand == Demand.OFF || chain.isSelfIssued()) {
			return NOT_LOOKED_AT;
		}
		if (staple == null) {
			return ABSENT;
		}
		return staples.get().map(reader -> reader.judge(chain, staple)).orElse(NOT_LOOKED_AT);
	}

	/** Why a peer with this finding is not admitted; empty if it is. */
	Optional<Refusal> refusal(StapleFinding finding, NodeId peer, CertificateChain chain) {
		if (demand == Demand.OFF) {
			return Optional.empty();
		}
		return switch (finding) {
			case StapleFinding.Good good -> Optional.empty();
			case StapleFinding.Revoked revoked -> Optional.of(Refusal.of(Refusal.Code.REVOKED,
					"the issuer of the certificate says that it was revoked at " + revoked.at()));
			case StapleFinding.Stale stale -> unlessExcused(finding, peer, chain);
			case StapleFinding.Wrong wrong -> unlessExcused(finding, peer, chain);
			case StapleFinding.Absent absent -> unlessExcused(finding, peer, chain);
			case StapleFinding.NotLookedAt none -> unlessExcused(finding, peer, chain);
		};
	}

	private Optional<Refusal> unlessExcused(StapleFinding finding, NodeId peer, CertificateChain chain) {
		return (demand != Demand.REQUIRED || chain.isSelfIssued() || validators.test(peer)) ? Optional.empty()
				: Optional.of(Refusal.of(Refusal.Code.STAPLE,
						"an OCSP response that says good is required here, yours is " + finding.word()));
	}

	/** Whether a HELLO to this peer may have a staple. */
	public boolean isTakenBy(NodeId peer) {
		return demand != Demand.OFF && !without.contains(peer);
	}

	/** A peer refused a HELLO as malformed that had one. */
	public void notTakenBy(NodeId peer) {
		without.add(peer);
	}

	/** A peer said that it takes them, or asks for one. */
	public void takenBy(NodeId peer) {
		without.remove(peer);
	}

	/** How often this was found. */
	public long found(String word) {
		return counter(word).sum();
	}

	private LongAdder counter(String word) {
		LongAdder counter = found.get(word);
		if (counter == null) {
			throw new IllegalStateException("uncounted: " + word);
		}
		return counter;
	}

}
