package org.web3ecosystem.trustchain.dnssec;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;

/**
 * The keys with which one node signs the zone, and how one takes another's place (RFC
 * 6781, section 4.1.1.1): a key is shown before it signs, for longer than anybody keeps
 * the keys shown before, and shown after it signed, for longer than anybody keeps what it
 * signed. Pure: time and keys are given. Immutable.
 *
 * <pre>
 * made ──shown──→ ready ──LEAD──→ signs ──its successor signs──→ replaced ──TAIL──→ gone
 * </pre>
 *
 * @param keys the oldest first
 */
public record KeyRing(List<Kept> keys) {

	/**
	 * Between showing a key that signs answers and signing with it: twice the TTL of
	 * keys, and hearing of it.
	 */
	static final Duration LEAD = Duration.ofMinutes(15);

	/**
	 * Between showing a key that signs keys and hiding the one before: a month of holding
	 * it down, and a day, for resolvers that learn anchors by themselves (RFC 5011,
	 * section 2.4.1).
	 */
	static final Duration ANCHOR_LEAD = Duration.ofDays(31);

	/**
	 * Between signing for the last time and hiding the key: the longest TTL, and that of
	 * keys.
	 */
	static final Duration TAIL = Duration.ofMinutes(80);

	/** None yet. */
	public static final KeyRing EMPTY = new KeyRing(List.of());

	public KeyRing {
		keys = List.copyOf(keys);
	}

	/**
	 * A key and how far it has come.
	 *
	 * @param made when
	 * @param shown since when everybody can see it; empty while that is not so
	 * @param replaced since when another signs
	 */
	public record Kept(ZoneKey key, Instant made, Optional<Instant> shown, Optional<Instant> replaced) {

		boolean isReady(Instant now) {
			return replaced.isEmpty() && shown.filter(since -> !since.plus(lead(key.role())).isAfter(now)).isPresent();
		}

		private boolean isGone(Instant now) {
			return replaced.filter(since -> !since.plus(TAIL).isAfter(now)).isPresent();
		}

	}

	/**
	 * The ring as it is to be from now on: with a successor for what has to be replaced
	 * soon, the successor in its place where it is ready, and without what is gone.
	 * @param life of a key of this role, from when it was made to when another signs
	 * @param making makes a key
	 */
	public KeyRing at(Instant now, Function<Role, Duration> life, Function<Role, ZoneKey> making) {
		List<Kept> next = new ArrayList<>();
		for (Role role : Role.values()) {
			next.addAll(at(role, now, life.apply(role), making));
		}
		next.sort(Comparator.comparing(Kept::made));
		return new KeyRing(next);
	}

	private List<Kept> at(Role role, Instant now, Duration life, Function<Role, ZoneKey> making) {
		List<Kept> own = new ArrayList<>(of(role).filter(each -> !each.isGone(now)).toList());
		List<Kept> standing = own.stream().filter(each -> each.replaced().isEmpty()).toList();
		if (standing.isEmpty()) {
			own.add(new Kept(making.apply(role), now, Optional.empty(), Optional.empty()));
			return own;
		}
		Kept first = standing.getFirst();
		if (standing.size() == 1) {
			if (!first.made().plus(life).minus(lead(role)).isAfter(now)) {
				own.add(new Kept(making.apply(role), now, Optional.empty(), Optional.empty()));
			}
		}
		else if (standing.get(1).isReady(now)) {
			own.set(own.indexOf(first), new Kept(first.key(), first.made(), first.shown(), Optional.of(now)));
		}
		return own;
	}

	private static Duration lead(Role role) {
		return switch (role) {
			case KEY_SIGNING -> ANCHOR_LEAD;
			case ZONE_SIGNING -> LEAD;
		};
	}

	/**
	 * The ring with a successor for the key of this role, whatever its age; the same if
	 * one is on its way.
	 */
	public KeyRing succeeded(Role role, Instant now, Function<Role, ZoneKey> making) {
		if (of(role).filter(each -> each.replaced().isEmpty()).count() != 1) {
			return this;
		}
		return new KeyRing(Stream
			.concat(keys.stream(), Stream.of(new Kept(making.apply(role), now, Optional.empty(), Optional.empty())))
			.toList());
	}

	/** All keys of the ring can be seen by everybody from now on. */
	public KeyRing shown(Instant now) {
		return new KeyRing(keys.stream()
			.map(each -> each.shown().isPresent() ? each
					: new Kept(each.key(), each.made(), Optional.of(now), each.replaced()))
			.toList());
	}

	/** Whether there is a key that not everybody can see. */
	public boolean hasNews() {
		return keys.stream().anyMatch(each -> each.shown().isEmpty());
	}

	/** What signs now; empty before the first key was shown. */
	public Optional<ZoneKey> signing(Role role) {
		return of(role).filter(each -> each.replaced().isEmpty() && each.shown().isPresent())
			.findFirst()
			.map(Kept::key);
	}

	/** Whether a key signs now. */
	public boolean isSigning(ZoneKey key) {
		return signing(key.role()).filter(key::equals).isPresent();
	}

	/**
	 * A key of the ring.
	 * @param data RDATA of its DNSKEY record
	 */
	public Optional<Kept> find(byte[] data) {
		return keys.stream().filter(each -> Arrays.equals(each.key().data(), data)).findFirst();
	}

	/** Those that sign keys: one that was replaced too, for who knows that one alone. */
	public List<ZoneKey> signingKeys() {
		return of(Role.KEY_SIGNING).filter(each -> each.shown().isPresent()).map(Kept::key).toList();
	}

	private Stream<Kept> of(Role role) {
		return keys.stream().filter(each -> each.key().role() == role);
	}

}
