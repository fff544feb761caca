package org.web3ecosystem.platform.client;

import java.io.PrintStream;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.platform.command.Who;
import org.web3ecosystem.spi.trust.NodeKey;

import tools.jackson.databind.json.JsonMapper;

/** An owner's key. */
public final class KeyCommand {

	private final Printer printer;

	/**
	 * @param json print a document, not text
	 */
	public KeyCommand(PrintStream out, boolean json) {
		this.printer = new Printer(out, json);
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
		printer.print(JsonMapper.shared()
			.createObjectNode()
			.put("owner", key.id().hex())
			.put("account", AccountId.of(key.id()).hex()));
		return 0;
	}

}
