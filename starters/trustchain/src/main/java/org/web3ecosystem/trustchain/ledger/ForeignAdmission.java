package org.web3ecosystem.trustchain.ledger;

import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ForeignAdmitted;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ForeignRemoved;

/**
 * Which foreign federations are believed. A quorum of validators has to want the very
 * same. No zone is this federation's, another one's, around or within either: what a
 * foreign root signs is a name that nobody else speaks for.
 */
final class ForeignAdmission {

	/** The most at a time. */
	static final int MAX_FEDERATIONS = 16;

	private final Genesis genesis;

	ForeignAdmission(Genesis genesis) {
		this.genesis = genesis;
	}

	Verdict check(ForeignAdmitted admitted) {
		return ForeignFederation.overlap(admitted.federation().domain(), genesis.zone()) ? Verdict.rejected("the zone "
				+ admitted.federation().domain() + " is not apart from this federation's, " + genesis.zone())
				: Verdict.accepted();
	}

	Verdict apply(Command command, ForeignAdmitted admitted, State state) {
		String domain = admitted.federation().domain();
		ForeignRegister register = register(state);
		if (admitted.federation().equals(state.get(Keys.foreign(domain)).map(ForeignFederation::decode).orElse(null))) {
			return Verdict.accepted();
		}
		Optional<String> overlapping = register.domains()
			.stream()
			.filter(other -> !other.equals(domain) && ForeignFederation.overlap(other, domain))
			.findFirst();
		if (overlapping.isPresent()) {
			return Verdict.rejected(
					"the zone " + domain + " is not apart from " + overlapping.get() + ", which is admitted already");
		}
		if (register.domains().size() >= MAX_FEDERATIONS && !register.domains().contains(domain)) {
			return Verdict.rejected("there are " + MAX_FEDERATIONS + " foreign federations, which is all there may be");
		}
		if (isWanted(command, ForeignWishes.Wish.of(admitted.federation()), state)) {
			state.put(Keys.foreign(domain), admitted.federation().encode());
			state.put(Keys.foreignRegister(), register.with(domain).encode());
		}
		return Verdict.accepted();
	}

	Verdict apply(Command command, ForeignRemoved removed, State state) {
		String domain = removed.domain();
		ForeignRegister register = register(state);
		if (register.domains().contains(domain) && isWanted(command, ForeignWishes.Wish.removal(domain), state)) {
			state.remove(Keys.foreign(domain));
			state.put(Keys.foreignRegister(), register.without(domain).encode());
		}
		return Verdict.accepted();
	}

	/**
	 * Notes the wish. Once a quorum has it, nobody's for this zone is kept: what was
	 * wanted before it changed is not what is wanted now.
	 */
	private boolean isWanted(Command command, ForeignWishes.Wish wish, State state) {
		state.put(Keys.wishes(command.author()), wishes(command.author(), state).with(wish).encode());
		long votes = genesis.validators()
			.stream()
			.map(Validator::id)
			.filter(each -> wishes(each, state).wishes().contains(wish))
			.count();
		if (votes < genesis.quorum()) {
			return false;
		}
		genesis.validators().stream().map(Validator::id).forEach(each -> {
			ForeignWishes before = wishes(each, state);
			ForeignWishes after = before.without(wish.domain());
			if (!after.equals(before)) {
				state.put(Keys.wishes(each), after.encode());
			}
		});
		return true;
	}

	private static ForeignWishes wishes(NodeId validator, State state) {
		return state.get(Keys.wishes(validator)).map(ForeignWishes::decode).orElse(ForeignWishes.NONE);
	}

	private static ForeignRegister register(State state) {
		return state.get(Keys.foreignRegister()).map(ForeignRegister::decode).orElse(ForeignRegister.EMPTY);
	}

}
