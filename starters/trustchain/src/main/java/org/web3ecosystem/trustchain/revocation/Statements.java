package org.web3ecosystem.trustchain.revocation;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.ca.Ca;
import org.web3ecosystem.trustchain.ca.StatusSigner;
import org.web3ecosystem.trustchain.ca.StatusSigner.Period;
import org.web3ecosystem.trustchain.ca.StatusSigner.Revoked;
import org.web3ecosystem.trustchain.ledger.LeafEntry;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.offer.Issuing;

/**
 * What a validator may say now of the leaves that it issued: it never says more, or later
 * things, than it last read in the ledger.
 */
final class Statements {

	/** For how long a statement is meant. */
	static final Duration LIFE = Duration.ofHours(1);

	/** After this a statement is made anew, though nothing happened. */
	static final Duration RENEWAL = LIFE.dividedBy(2);

	private final RevokedLeaves revoked;

	private final NodeId self;

	private final Supplier<Optional<Issuing>> issuing;

	private final InstantSource clock;

	Statements(RevokedLeaves revoked, NodeId self, Supplier<Optional<Issuing>> issuing, InstantSource clock) {
		this.revoked = revoked;
		this.self = self;
		this.issuing = issuing;
		this.clock = clock;
	}

	/**
	 * What is known.
	 *
	 * @param asOf when the ledger was read, to the second
	 * @param count changes with every revocation anywhere
	 * @param leaves those of this validator that were taken back
	 */
	record Known(Instant asOf, long count, Collection<LeafEntry> leaves) {

		/** This leaf, if it was taken back. */
		Optional<Revoked> find(Ca ca, BigInteger serial) {
			return leaves.stream()
				.filter(leaf -> Ca.of(leaf.purpose()) == ca && leaf.serial().equals(serial))
				.findFirst()
				.map(Statements::revoked);
		}

		Period period() {
			return new Period(asOf, asOf.plus(LIFE));
		}

	}

	/**
	 * What is known now.
	 * @throws UnavailableException if it is too old to be repeated, or nothing is known
	 */
	Known known() {
		RevokedLeaves.OfIssuer own = revoked.of(self)
			.filter(known -> known.asOf().plus(RENEWAL).isAfter(clock.instant()))
			.orElseThrow(() -> new UnavailableException("the ledger was not read lately, so nothing is signed"));
		return new Known(own.asOf().truncatedTo(ChronoUnit.SECONDS), own.count(), own.leaves());
	}

	/**
	 * Who signs, the present intermediates first.
	 * @throws UnavailableException if this node has no authority, or not now
	 */
	List<StatusSigner> signers() {
		return issuing.get()
			.map(Issuing::statuses)
			.orElseThrow(() -> new UnavailableException("this node has no issuing authority, or not now"));
	}

	/**
	 * A statement.
	 *
	 * @param encoded DER
	 * @param asOf what was known when it was signed
	 * @param count the same
	 */
	record Signed(byte[] encoded, Instant asOf, long count) {

		/** Whether it may be shown again. */
		boolean isCurrent(Known known) {
			return known.count() == count && known.asOf().isBefore(asOf.plus(RENEWAL));
		}

	}

	static Revoked revoked(LeafEntry leaf) {
		return new Revoked(leaf.serial(), leaf.revocation().orElseThrow().at(),
				leaf.revocation().orElseThrow().reason().code());
	}

}
