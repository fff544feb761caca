package org.web3ecosystem.platform;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.context.ConfigurableApplicationContext;
import org.web3ecosystem.bootstrap.monitor.NodeLog;
import org.web3ecosystem.platform.backup.BackupCommand;
import org.web3ecosystem.platform.backup.RestoreCommand;
import org.web3ecosystem.platform.client.ActCommand;
import org.web3ecosystem.platform.client.KeyCommand;
import org.web3ecosystem.platform.client.NameProofCommand;
import org.web3ecosystem.platform.client.ProofCommand;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.CommandLine;
import org.web3ecosystem.platform.command.Help;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.command.UsageException;
import org.web3ecosystem.platform.export.ExportCommand;
import org.web3ecosystem.platform.export.VerifyExportCommand;
import org.web3ecosystem.platform.command.Who;
import org.web3ecosystem.platform.federation.Founding;
import org.web3ecosystem.platform.kubernetes.ClusterApi;
import org.web3ecosystem.platform.kubernetes.FoundCommand;
import org.web3ecosystem.platform.kubernetes.MoveInCommand;
import org.web3ecosystem.platform.local.LocalFederation;
import org.web3ecosystem.platform.membership.AuthorityCommand;
import org.web3ecosystem.platform.membership.JoinCommand;
import org.web3ecosystem.platform.membership.ResetCommand;
import org.web3ecosystem.platform.membership.TokenCommand;
import org.web3ecosystem.platform.node.AnalysisOnConsole;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.platform.node.Nodes;
import org.web3ecosystem.platform.status.StatusCommand;

/**
 * Runs the command that the command line asks for. Reached through
 * {@link org.web3ecosystem.platform.launch.Launcher}, which looks at the Java version.
 */
public final class PlatformApplication {

	/** sysexits.h: the command was used incorrectly. */
	private static final int EX_USAGE = 64;

	private static final int FAILURE = 1;

	/** As it is, for who draws on it. */
	private final PrintStream screen;

	private final PrintStream out;

	private final PrintStream err;

	PlatformApplication(PrintStream out, PrintStream err) {
		this.screen = out;
		this.out = new PlainOutput(out);
		this.err = new PlainOutput(err);
	}

	/** Runs a command and ends the process, unless it is a node that goes on. */
	public static void main(String[] arguments) {
		int code = new PlatformApplication(System.out, System.err).run(arguments);
		if (code >= 0) {
			System.exit(code);
		}
	}

	/** The exit code, or a negative number if the process goes on. */
	int run(String... arguments) {
		try {
			return run(CommandLine.parse(arguments));
		}
		catch (UsageException misused) {
			err.println("error: " + misused.getMessage());
			err.println(Help.USAGE);
			return EX_USAGE;
		}
		catch (RefusedException refused) {
			err.println("error: " + refused.getMessage());
			err.println("  do: " + refused.remedy());
			return FAILURE;
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			return FAILURE;
		}
	}

	private int run(Command command) throws InterruptedException {
		return switch (command) {
			case Command.Local local -> new LocalFederation(local, screen, age()).run();
			case Command.RunNode node -> runNode(node);
			case Command.Init init -> new Commands(out).init(init);
			case Command.FoundInCluster found -> foundInCluster(found);
			case Command.MoveIn moving -> moveIn(moving);
			case Command.Status status -> new StatusCommand(out, err).run(status,
					status.home().map(home -> NodeHome.open(home).http()).orElse(status.url()));
			case Command.Check check -> new Commands(out).check(check);
			case Command.TokenCreate token -> new TokenCommand(out).run(token);
			case Command.Join join -> new JoinCommand(out, InstantSource.system()).run(join);
			case Command.Reset reset -> new ResetCommand(out, InstantSource.system()).run(reset);
			case Command.Backup backup ->
				new BackupCommand(out, InstantSource.system(), new SecureRandom()).run(backup);
			case Command.Restore restore -> new RestoreCommand(out, InstantSource.system()).run(restore);
			case Command.Export export -> new ExportCommand(out).run(export);
			case Command.VerifyExport verify -> new VerifyExportCommand(out, err).run(verify);
			case Command.CreateKey(Who.KeyFile file, boolean json) -> new KeyCommand(out, json).create(file);
			case Command.ShowKey(Who.KeyFile file, boolean json) -> new KeyCommand(out, json).show(file);
			case Command.Act act -> new ActCommand(out, err, InstantSource.system()).run(act);
			case Command.VerifyProof proof -> new ProofCommand(out).run(proof);
			case Command.VerifyName name -> new NameProofCommand(out, InstantSource.system()).run(name);
			case Command.RenewAuthority renew -> new AuthorityCommand(out, InstantSource.system()).run(renew);
			case Command.SucceedRoot succeed -> new AuthorityCommand(out, InstantSource.system()).run(succeed);
			case Command.Version version -> new Commands(out).version();
			case Command.Help help -> {
				out.println(Help.TEXT);
				yield 0;
			}
		};
	}

	private int foundInCluster(Command.FoundInCluster command) {
		try (ClusterApi cluster = ClusterApi.here(System.getenv())) {
			return new FoundCommand(cluster, new Founding(InstantSource.system(), new SecureRandom()), out).run(command,
					Commands.plan(command.init()));
		}
	}

	private int moveIn(Command.MoveIn command) {
		if (MoveInCommand.isDone(command)) {
			out.println("there is a home in " + command.home());
			return 0;
		}
		try (ClusterApi cluster = ClusterApi.here(System.getenv())) {
			return new MoveInCommand(cluster, out).run(command);
		}
	}

	private int runNode(Command.RunNode command) {
		Optional<NodeHome> home = NodeHome.named(command.arguments());
		home.ifPresent(known -> known.knownName().ifPresent(name -> NodeLog.node(name, known.id().brief())));
		home.ifPresent(known -> known.requireFreePorts(command.arguments()));
		try {
			ConfigurableApplicationContext context = Nodes.alone(Stream
				.concat(home.map(NodeHome::arguments).orElse(List.of()).stream(), command.arguments().stream())
				.toArray(String[]::new));
			return context.isActive() ? -1 : FAILURE;
		}
		catch (RuntimeException failure) {
			if (!AnalysisOnConsole.hasReported()) {
				err.println("error: the node did not start: "
						+ Optional.ofNullable(failure.getMessage()).orElse(failure.toString()));
			}
			return FAILURE;
		}
	}

	private static Duration age() {
		return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
	}

}
