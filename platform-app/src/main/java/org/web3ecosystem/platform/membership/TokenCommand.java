package org.web3ecosystem.platform.membership;

import java.io.PrintStream;

import org.web3ecosystem.platform.client.Rest;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.node.NodeHome;

/** Has a running validator make a join token, and prints it. */
public final class TokenCommand {

	private final PrintStream out;

	public TokenCommand(PrintStream out) {
		this.out = out;
	}

	/** The exit code. */
	public int run(Command.TokenCreate command) {
		NodeHome home = NodeHome.open(command.home());
		if (home.genesis().validator(home.id()).isEmpty()) {
			throw new RefusedException("the node in " + home.path() + " does not validate, so it admits nobody",
					"name the home of a validator");
		}
		try (Rest rest = Rest.asOperator(home)) {
			// nothing but the token: it is read by scripts
			out.println(rest.send("POST", "/trustchain/tokens?life=" + command.lifetime()).strip());
		}
		return 0;
	}

}
