package org.web3ecosystem.hypermesh.roster;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.proof.ReducedProofs;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/** How many proofs a validator wants to be asked for. */
public sealed interface ProofOrder {

	/** The longest time for which fewer than four are asked for. */
	Duration LONGEST = Duration.ofHours(24);

	/** The shortest. */
	Duration SHORTEST = Duration.ofMinutes(1);

	/** How far ahead that can begin. */
	Duration AHEAD = Duration.ofDays(30);

	/** What is asked for with it. */
	ProofLevel level();

	/** Why it cannot be ordered at that time; empty if it can. */
	Optional<String> refusalAt(Instant now);

	/**
	 * What the ledger has when it is decided at that time; empty if four are asked for.
	 */
	Optional<ReducedProofs> decidedAt(Instant now, String proposal);

	List<Cbor> parts();

	/**
	 * Fewer than four, for a time.
	 *
	 * @param from {@link Instant#EPOCH} if it begins when it is decided; whole
	 * milliseconds
	 */
	record Reduce(ProofLevel level, Instant from, Duration length) implements ProofOrder {

		public Reduce {
			if (level == ProofLevel.FOUR) {
				throw new IllegalArgumentException("fewer than four are three or two");
			}
			if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
				throw new IllegalArgumentException("fewer proofs are asked for during " + SHORTEST.toMinutes()
						+ " minute to " + LONGEST.toHours() + " hours");
			}
			from = from.truncatedTo(ChronoUnit.MILLIS);
		}

		@Override
		public Optional<String> refusalAt(Instant now) {
			if (from.equals(Instant.EPOCH)) {
				return Optional.empty();
			}
			if (from.isAfter(now.plus(AHEAD))) {
				return Optional.of("it begins more than " + AHEAD.toDays() + " days from now");
			}
			return from.plus(length).isAfter(now) ? Optional.empty()
					: Optional.of("it would have ended at " + from.plus(length));
		}

		@Override
		public Optional<ReducedProofs> decidedAt(Instant now, String proposal) {
			Instant then = now.truncatedTo(ChronoUnit.MILLIS);
			boolean atOnce = from.equals(Instant.EPOCH);
			return Optional.of(new ReducedProofs(proposal, level, from.isAfter(then) ? from : then,
					(atOnce ? then : from).plus(length)));
		}

		@Override
		public List<Cbor> parts() {
			return List.of(Cbor.of(level.word()), Cbor.of(from.toEpochMilli()), Cbor.of(length.toMillis()));
		}

	}

	/** Four again, before the time is over or has come. */
	record Restore() implements ProofOrder {

		@Override
		public ProofLevel level() {
			return ProofLevel.FOUR;
		}

		@Override
		public Optional<String> refusalAt(Instant now) {
			return Optional.empty();
		}

		@Override
		public Optional<ReducedProofs> decidedAt(Instant now, String proposal) {
			return Optional.empty();
		}

		@Override
		public List<Cbor> parts() {
			return List.of(Cbor.of(level().word()));
		}

	}

	default Cbor toCbor() {
		return Cbor.of(parts());
	}

	/**
	 * @throws CborException if it is none
	 */
	static ProofOrder fromCbor(List<Cbor> parts) {
		try {
			if (parts.size() == 1 && parts.getFirst() instanceof Cbor.Text(String word)
					&& ProofLevel.of(word) == ProofLevel.FOUR) {
				return new Restore();
			}
			if (parts.size() == 3 && parts.get(0) instanceof Cbor.Text(String word)
					&& parts.get(1) instanceof Cbor.Int(long from) && parts.get(2) instanceof Cbor.Int(long length)) {
				return new Reduce(ProofLevel.of(word), Instant.ofEpochMilli(from), Duration.ofMillis(length));
			}
		}
		catch (IllegalArgumentException | DateTimeException | ArithmeticException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
		throw new CborException("not an order about proofs");
	}

}
