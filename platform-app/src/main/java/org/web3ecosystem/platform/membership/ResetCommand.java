package org.web3ecosystem.platform.membership;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.bootstrap.home.HomeException;
import org.web3ecosystem.bootstrap.phase.JournalException;
import org.web3ecosystem.bootstrap.phase.Reset;
import org.web3ecosystem.bootstrap.phase.Transition;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.node.NodeHome;

/**
 * Lowers a stopped node's durable marks: from then on it accepts weaker identities and
 * decisions again, until its walk raises the marks. The one command that weakens a node,
 * so it asks for the node's name to be typed.
 */
public final class ResetCommand {

	private final PrintStream out;

	private final InstantSource clock;

	public ResetCommand(PrintStream out, InstantSource clock) {
		this.out = out;
		this.clock = clock;
	}

	/** The exit code. */
	public int run(Command.Reset command) {
		NodeHome home = NodeHome.open(command.home());
		if (!command.confirmed() && !confirmed(home)) {
			throw new RefusedException("nothing was changed", "type the name of the node, or give --yes");
		}
		// moving in takes the lock, which a running node holds; nobody listens meanwhile
		try (var entered = org.web3ecosystem.bootstrap.home.NodeHome.enter(home.path(),
				List.of(InetAddress.getLoopbackAddress()), home.endpoints().orElse(null))) {
			Transition reset = new Reset(entered.folder()).toNothing(System.getProperty("user.name", "unknown"),
					"reset from the command line", clock.instant());
			out.println(home.name() + " is back in phase " + reset.phase() + ", term " + reset.term() + ": "
					+ reset.reason());
			return 0;
		}
		catch (HomeException refused) {
			throw new RefusedException(String.valueOf(refused.getMessage()), refused.action(), refused);
		}
		catch (JournalException failure) {
			throw new RefusedException("the journal cannot be changed: " + failure.getMessage(),
					"check the node's bootstrap folder and its disk", failure);
		}
	}

	private boolean confirmed(NodeHome home) {
		out.println(
				"This lowers the marks of " + home.name() + ": it will accept self-signed peers and decide without");
		out.println("consensus again until it has walked through the phases. Type its name to go on:");
		out.flush();
		return home.name().equals(line().map(String::strip).orElse(""));
	}

	private static Optional<String> line() {
		try {
			StringBuilder typed = new StringBuilder();
			for (int next = System.in.read(); next >= 0 && next != '\n'
					&& typed.length() < 256; next = System.in.read()) {
				typed.append((char) next);
			}
			@Nullable String text = typed.isEmpty() ? null : typed.toString();
			return Optional.ofNullable(text);
		}
		catch (IOException closed) {
			throw new UncheckedIOException("nobody answers", closed);
		}
	}

}
