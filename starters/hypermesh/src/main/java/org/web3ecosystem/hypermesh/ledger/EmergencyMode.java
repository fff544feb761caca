package org.web3ecosystem.hypermesh.ledger;

import java.util.Optional;

import org.web3ecosystem.hypermesh.roster.Emergency;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;

/**
 * Which commands the ledger holds up while the federation is in emergency mode: all but
 * those of which their module says that they go on. What is held up leaves a receipt that
 * says until when, and nothing else; its bundle was not used.
 */
final class EmergencyMode {

	private EmergencyMode() {
	}

	/** Why a command is not looked at now; empty if it is. */
	static Optional<Verdict> refusal(LedgerModule module, Command command, BlockState state) {
		return state.entry(RosterModule.NAME, RosterModule.EMERGENCY)
			.map(Emergency::decode)
			.filter(emergency -> emergency.isAt(command.consensusTime()) && !goesOn(module, command, state))
			.map(emergency -> Outcome.heldUp(emergency.until()));
	}

	/** On doubt it does not. */
	private static boolean goesOn(LedgerModule module, Command command, BlockState state) {
		try {
			return module.goesOnInEmergency(command, new CommandState(module.name(), state,
					(called, body, part) -> Verdict.rejected("only a command may call another module")));
		}
		catch (RuntimeException broken) {
			return false;
		}
	}

}
