package org.web3ecosystem.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;

import org.web3ecosystem.platform.client.PassphraseFile;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.federation.FederationPlan;
import org.web3ecosystem.platform.federation.Founding;
import org.web3ecosystem.platform.federation.Host;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.platform.preflight.Preflight;
import org.web3ecosystem.platform.preflight.Preflight.Finding;
import org.web3ecosystem.platform.preflight.Preflight.Outcome;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/** The commands that do one thing and end. */
final class Commands {

	private final PrintStream out;

	Commands(PrintStream out) {
		this.out = out;
	}

	int init(Command.Init init) {
		FederationDirectory directory = new Founding(InstantSource.system(), new SecureRandom()).found(plan(init),
				init.directory().toAbsolutePath().normalize(), init.passphraseFile().map(PassphraseFile::read));
		out.println("a federation of " + init.validators() + " validators in " + directory.path() + " (chain "
				+ directory.genesis().genesis().chainId() + ", f=" + directory.genesis().genesis().f() + ")");
		if (directory.genesis().genesis().f() == 0) {
			out.println("! f=0: "
					+ (init.validators() == 1 ? "if this validator stops or lies, so does the federation"
							: "it stops when one of the " + init.validators() + " stops, and one liar is too many")
					+ "; 4 validators tolerate one");
		}
		for (Validator validator : directory.validators()) {
			out.println("  java -jar platform-app.jar node --web3.node.home=" + directory.home(validator));
		}
		out.println("the root key is in root-key.p8, encrypted: take it off this machine, together with its passphrase"
				+ (init.passphraseFile().isEmpty() ? " (root-key.passphrase)" : ""));
		return 0;
	}

	int check(Command.Check check) {
		List<Finding> findings = Preflight.run(check.home().orElse(Path.of(".")), endpoints(check));
		findings.forEach(finding -> {
			out.println((finding.outcome() == Outcome.FINE ? "✓ " : finding.outcome() == Outcome.WARNING ? "! " : "✗ ")
					+ finding.what());
			if (!finding.hint().isEmpty()) {
				out.println("    " + finding.hint());
			}
		});
		return findings.stream().anyMatch(finding -> finding.outcome() == Outcome.FAILURE) ? 1 : 0;
	}

	int version() {
		out.println(
				"platform-app " + built() + ", protocol " + Genesis.PROTOCOL_VERSION + ", Java " + Runtime.version());
		return 0;
	}

	private static String built() {
		Properties build = new Properties();
		try (InputStream info = Commands.class.getResourceAsStream("/META-INF/build-info.properties")) {
			if (info != null) {
				build.load(info);
			}
		}
		catch (IOException unreadable) {
			throw new UncheckedIOException("cannot read what this is", unreadable);
		}
		return build.getProperty("build.version", "(not built by Maven)");
	}

	static FederationPlan plan(Command.Init init) {
		try {
			return FederationPlan.of(init.federation(), init.zone(), init.validators(), init.hosts(),
					init.portOffset());
		}
		catch (IllegalArgumentException refused) {
			throw new RefusedException("cannot make a federation: " + refused.getMessage(),
					"a zone is a name such as example.internal, a host is localhost or IP addresses joined by +; see 'help' under init",
					refused);
		}
	}

	/** Of the home or federation directory named, or of a local federation to be. */
	private static List<Endpoints> endpoints(Command.Check check) {
		if (check.home().isEmpty()) {
			return FederationPlan.of("local", "local.internal", 4, List.of(Host.LOCAL), check.portOffset())
				.nodes()
				.stream()
				.map(FederationPlan.PlannedNode::endpoints)
				.toList();
		}
		Path home = check.home().get();
		if (Files.exists(home.resolve("node.key"))) {
			return NodeHome.open(home).endpoints().stream().toList();
		}
		return FederationDirectory.open(home).validators().stream().map(Validator::endpoints).toList();
	}

}
