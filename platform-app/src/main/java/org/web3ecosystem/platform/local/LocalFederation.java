package org.web3ecosystem.platform.local;

import java.io.Console;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.federation.FederationLock;
import org.web3ecosystem.platform.federation.FederationPlan;
import org.web3ecosystem.platform.federation.Founding;
import org.web3ecosystem.platform.federation.Host;
import org.web3ecosystem.platform.local.Walk.Seen;
import org.web3ecosystem.platform.preflight.PortCheck;
import org.web3ecosystem.platform.status.NodeClient;
import org.web3ecosystem.platform.status.NodeClient.Answer;
import org.web3ecosystem.platform.status.NodeState;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Four nodes in this process, from nothing to phase 3: makes the federation if there is
 * none, starts its nodes and shows their walk until a signal ends it.
 */
public final class LocalFederation {

	private static final String NAME = "local";

	private static final String ZONE = "local.internal";

	private static final int NODES = 4;

	private static final Duration LOOK_EVERY = Duration.ofMillis(250);

	private static final Duration SILENCE = Duration.ofSeconds(5);

	private final Command.Local command;

	private final PrintStream out;

	private final long begun;

	private final CountDownLatch end = new CountDownLatch(1);

	private final Map<String, Heard> answers = new HashMap<>();

	/** The last answer of a node, and when it came. */
	private record Heard(NodeState state, Duration at) {
	}

	/**
	 * @param out where the walk is shown
	 * @param age how old the process is
	 */
	public LocalFederation(Command.Local command, PrintStream out, Duration age) {
		this.command = command;
		this.out = out;
		this.begun = System.nanoTime() - age.toNanos();
	}

	/**
	 * Runs until a signal ends the process or a node does not start.
	 * @return the exit code
	 */
	public int run() throws InterruptedException {
		LocalLogs.claim();
		Path path = command.directory().toAbsolutePath().normalize();
		boolean fresh = command.fresh() || FederationDirectory.isVacant(path);
		if (fresh) {
			// before anything is deleted or made
			FederationDirectory.requireDeletable(path);
			plan().nodes().forEach(node -> requireFree(node.name(), node.endpoints()));
			FederationDirectory.delete(path);
		}
		FederationDirectory directory = fresh ? found(path) : resume(path);
		int code = 1;
		try (FederationLock _ = FederationLock.take(path)) {
			code = run(directory, fresh);
		}
		finally {
			if (fresh && code != 0) {
				// one that never started is of no use to anybody
				FederationDirectory.delete(path);
			}
		}
		return code;
	}

	private int run(FederationDirectory directory, boolean fresh) throws InterruptedException {
		Path path = directory.path();
		directory.validators().forEach(validator -> requireFree(validator.name(), validator.endpoints()));
		LocalLogs logs = LocalLogs.install(path, directory.validators().stream().map(Validator::name).toList());
		Screen screen = new Screen(out, isTerminal(), System.getenv());
		screen.introduce((fresh ? "a new federation in " : "the federation in ") + path + ": "
				+ directory.validators().size() + " nodes in one process, logs in node1/" + LocalLogs.NODE_LOG + " …");
		try (LocalNodes nodes = new LocalNodes(directory, logs, command.settings())) {
			Thread onSignal = new Thread(() -> stop(nodes, screen), "stop");
			Runtime.getRuntime().addShutdownHook(onSignal);
			nodes.start(end::countDown);
			watch(directory, nodes, logs, screen);
			return nodes.failed() ? 1 : 0;
		}
	}

	private static void requireFree(String node, Endpoints endpoints) {
		PortCheck.requireFree(endpoints, node + " cannot start",
				"run a federation with other ports in another directory: --port-offset and --dir");
	}

	private FederationPlan plan() {
		return FederationPlan.of(NAME, ZONE, NODES, List.of(Host.LOCAL), command.portOffset());
	}

	private FederationDirectory found(Path path) {
		return new Founding(InstantSource.system(), new SecureRandom()).found(plan(), path, Optional.empty());
	}

	private FederationDirectory resume(Path path) {
		FederationDirectory directory = FederationDirectory.open(path);
		int http = directory.validators().getFirst().endpoints().http();
		int wanted = FederationPlan.of(NAME, ZONE, 1, List.of(Host.LOCAL), command.portOffset())
			.nodes()
			.getFirst()
			.endpoints()
			.http();
		if (command.portOffset() != 0 && http != wanted) {
			throw new RefusedException("the federation in " + path + " has other ports: node1 has HTTP on " + http,
					"leave --port-offset out, choose another --dir, or start over with --fresh");
		}
		return directory;
	}

	private void watch(FederationDirectory directory, LocalNodes nodes, LocalLogs logs, Screen screen)
			throws InterruptedException {
		boolean summed = false;
		try (NodeClient client = new NodeClient()) {
			do {
				Walk walk = look(directory, client, logs);
				screen.show(walk);
				if (!summed && walk.allAt(Walk.LAST)) {
					summed = true;
					screen.say(Summary.lines(directory, walk));
				}
			}
			while (!end.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
		}
		nodes.failure().ifPresent(screen::say);
	}

	private Walk look(FederationDirectory directory, NodeClient client, LocalLogs logs) {
		List<Seen> seen = directory.validators()
			.stream()
			.map(validator -> new Seen(validator.name(), state(validator, client.ask(http(validator.endpoints())))))
			.toList();
		return new Walk(seen, elapsed(), logs.warnings());
	}

	/** One late answer of a busy process is not yet a node that does not answer. */
	private Optional<NodeState> state(Validator validator, Answer answer) {
		if (answer instanceof Answer.Answered(NodeState state, String document)) {
			answers.put(validator.name(), new Heard(state, elapsed()));
		}
		return Optional.ofNullable(answers.get(validator.name()))
			.filter(heard -> elapsed().minus(heard.at()).compareTo(SILENCE) < 0)
			.map(Heard::state);
	}

	private Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	private static URI http(Endpoints endpoints) {
		return URI.create("http://127.0.0.1:" + endpoints.http());
	}

	/** The last thing the process does on a signal. */
	private void stop(LocalNodes nodes, Screen screen) {
		if (nodes.failed()) {
			return;
		}
		screen.close(List.of("", "stopping"));
		nodes.close();
		out.println("stopped; the same command resumes, --fresh starts over");
		out.flush();
		end.countDown();
	}

	private static boolean isTerminal() {
		Console console = System.console();
		return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
	}

}
