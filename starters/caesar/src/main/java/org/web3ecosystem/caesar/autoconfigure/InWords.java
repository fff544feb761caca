package org.web3ecosystem.caesar.autoconfigure;

import java.util.stream.Collectors;

import org.web3ecosystem.caesar.ledger.Instruction;
import org.web3ecosystem.caesar.ledger.Instructions;

/** What is asked of the books, for an operator who looks at what waits. */
final class InWords {

	private InWords() {
	}

	static String of(Instructions instructions) {
		return instructions.all().stream().map(InWords::of).collect(Collectors.joining(", "));
	}

	private static String of(Instruction instruction) {
		return switch (instruction) {
			case Instruction.Pay pay -> "pay " + pay.amount() + " to " + pay.credit().account();
			case Instruction.Reserve reserve -> "reserve " + reserve.amount() + " for " + reserve.credit().account();
			case Instruction.Post post -> "post " + post.amount() + " of " + post.pending();
			case Instruction.Void returned -> "void " + returned.pending();
			case Instruction.Bond bond -> "bond " + bond.amount();
			case Instruction.Unbond unbond -> "unbond " + unbond.amount();
		};
	}

}
