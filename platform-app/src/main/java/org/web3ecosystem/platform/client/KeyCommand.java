package org.web3ecosystem.platform.client;

import java.io.PrintStream;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.platform.command.Who;
import org.web3ecosystem.spi.trust.NodeKey;

/** An owner's key. */
public final class KeyCommand {

	private final PrintStream out;

	public KeyCommand(PrintStream out) {
		this.out = out;
	}

	/** Makes one; the exit code. */
	public int create(Who.KeyFile file) {
		return print(OwnerKeys.create(file));
	}

	/** The exit code. */
	public int show(Who.KeyFile file) {
		return print(OwnerKeys.open(file));
	}

	private int print(NodeKey key) {
		out.println("owner    " + key.id().hex());
		out.println("account  " + AccountId.of(key.id()).hex());
		return 0;
	}

}
