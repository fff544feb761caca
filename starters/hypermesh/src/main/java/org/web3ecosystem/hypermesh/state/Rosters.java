package org.web3ecosystem.hypermesh.state;

import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;

/**
 * The rosters of a federation as far as somebody knows them: that of the genesis document
 * and each that the one before it signed. Thread-safe.
 */
public final class Rosters {

	private final Genesis genesis;

	private final Protocols spoken;

	private final ConcurrentSkipListMap<Epoch, Roster> known = new ConcurrentSkipListMap<>();

	private Consumer<Handover> listener = learned -> {
	};

	public Rosters(Genesis genesis) {
		this(genesis, Protocols.SPOKEN);
	}

	/**
	 * @param spoken the rules that whoever learns rosters here knows
	 */
	public Rosters(Genesis genesis, Protocols spoken) {
		this.genesis = genesis;
		this.spoken = spoken;
		known.put(Epoch.GENESIS, Roster.of(genesis));
	}

	public Genesis genesis() {
		return genesis;
	}

	/** The rules that are known here. */
	public Protocols spoken() {
		return spoken;
	}

	/** The newest epoch known; there may be later ones. */
	public Epoch newest() {
		return known.lastKey();
	}

	public Optional<Roster> roster(Epoch epoch) {
		return Optional.ofNullable(known.get(epoch));
	}

	/**
	 * Takes the next one. What is known already changes nothing.
	 * @throws ProofException if it is of another chain, does not follow the newest, is
	 * another one than is known of its epoch, or is not signed by the one before, or its
	 * rules are not known here
	 */
	public synchronized void learn(Handover handover) {
		EpochRoster next = handover.next();
		if (!next.chainId().equals(genesis.chainId())) {
			throw new ProofException("the roster is of chain " + next.chainId() + ", not " + genesis.chainId());
		}
		Roster before = known.get(next.epoch());
		if (before != null) {
			if (!before.equals(next.roster())) {
				throw new ProofException("another roster of epoch " + next.epoch().number() + " is known");
			}
			return;
		}
		if (!next.epoch().equals(newest().next())) {
			throw new ProofException("the roster of epoch " + next.epoch().number() + " does not follow that of epoch "
					+ newest().number());
		}
		handover.verify(known.lastEntry().getValue());
		requireSpoken(next);
		known.put(next.epoch(), next.roster());
		listener.accept(handover);
	}

	/**
	 * Nothing can be said of what other rules do.
	 * @throws ProofException if those of that epoch are not known here
	 */
	public void requireSpoken(EpochRoster next) {
		if (!spoken.has(next.protocol())) {
			throw new ProofException(
					"from epoch " + next.epoch().number() + " on the rules are those of protocol version "
							+ next.protocol() + ", and this software speaks " + spoken + ": install a newer one");
		}
	}

	/** Told of each that is learned from now on, in order, by whom learns it. */
	public synchronized void onLearned(Consumer<Handover> told) {
		listener = told;
	}

}
