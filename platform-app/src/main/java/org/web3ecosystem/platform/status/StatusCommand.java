package org.web3ecosystem.platform.status;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.status.NodeClient.Answer;

/** Asks, and waits if it is told to. */
public final class StatusCommand {

	/** Exit codes that scripts rely on. */
	static final int READY = 0;

	static final int TIMEOUT = 1;

	static final int DEGRADED = 2;

	static final int RETREATED = 3;

	private static final Duration PAUSE = Duration.ofMillis(250);

	private final PrintStream out;

	private final PrintStream err;

	public StatusCommand(PrintStream out, PrintStream err) {
		this.out = out;
		this.err = err;
	}

	/** The exit code. */
	public int run(Command.Status command, URI url) {
		long deadline = System.nanoTime() + command.timeout().toNanos();
		try (NodeClient client = new NodeClient()) {
			Answer answer = client.ask(url);
			while (command.await() && !isReady(command.goal(), answer) && System.nanoTime() < deadline) {
				LockSupport.parkNanos(PAUSE.toNanos());
				answer = client.ask(url);
			}
			return report(answer, command, url);
		}
	}

	private static boolean isReady(int goal, Answer answer) {
		return answer instanceof Answer.Answered(NodeState state, String document) && exitCode(state, goal) == READY;
	}

	private int report(Answer answer, Command.Status command, URI url) {
		return switch (answer) {
			case Answer.Silent(String reason) -> {
				err.println("error: no answer from " + url + ": " + reason);
				err.println("  do: start the node, or name its HTTP port with --url or --port-offset");
				yield TIMEOUT;
			}
			case Answer.Answered(NodeState state, String document) -> {
				if (command.json()) {
					out.println(document);
				}
				else {
					StatusReport.lines(state).forEach(out::println);
				}
				yield exitCode(state, command.goal());
			}
		};
	}

	static int exitCode(NodeState state, int goal) {
		if (state.retreated()) {
			return RETREATED;
		}
		if (state.degraded()) {
			return DEGRADED;
		}
		return state.isAt(goal) ? READY : TIMEOUT;
	}

}
