package org.web3ecosystem.bootstrap.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;

import org.springframework.context.ConfigurableApplicationContext;

import org.web3ecosystem.spi.SettingException;

/** What a virtual machine of its own looks up, with a node that wants it to know. */
final class WholeMachine {

	private static final String WANTED = "--web3.bootstrap.dns.jvm-wide=true";

	private WholeMachine() {
	}

	/**
	 * @param homes of two nodes
	 */
	public static void main(String[] homes) {
		say("localhost", known("localhost"));
		try (ConfigurableApplicationContext node = PhaseWalkTests.start(Path.of(homes[0]), WANTED)) {
			say("active", String.valueOf(node.isActive()));
			say("node2", lookUp("node2.node.test.internal"));
			say("absent", lookUp("absent.node.test.internal"));
			say("localhost", known("localhost"));
			say("another node", second(homes[1]));
		}
		say("another node, afterwards", second(homes[1]));
		System.exit(0);
	}

	private static String second(String home) {
		try (ConfigurableApplicationContext other = PhaseWalkTests.start(Path.of(home), WANTED)) {
			return other.isActive() ? "started" : "stopped";
		}
		catch (RuntimeException refused) {
			Throwable cause = refused;
			while (cause.getCause() != null && !(cause instanceof SettingException)) {
				cause = cause.getCause();
			}
			return cause instanceof SettingException setting
					&& setting.getMessage().contains("another node of this virtual machine") ? "refused"
							: refused.toString();
		}
	}

	private static String known(String host) {
		return lookUp(host).equals("unknown") ? "unknown" : "known";
	}

	private static String lookUp(String host) {
		try {
			return Arrays.toString(InetAddress.getAllByName(host));
		}
		catch (UnknownHostException unknown) {
			return "unknown";
		}
	}

	private static void say(String what, String found) {
		System.out.println("> " + what + ": " + found);
	}

}
