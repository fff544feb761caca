package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client of ACME by other people, with its files in one directory. */
public sealed interface AcmeClient {

	/** A way to show control that the client is told to take. */
	sealed interface Way {

		/** http-01, answered at this port. */
		record Http(int port) implements Way {
		}

		/** tls-alpn-01, answered at this port. */
		record TlsAlpn(int port) implements Way {
		}

		/** dns-01, asked for at this port, by hooks with the operator's certificate. */
		record Dns(int port, Path hooks) implements Way {
		}

	}

	/** Orders a certificate. */
	void obtain(String name, Way way);

	/** Orders it anew, though it has not ended. */
	void renew(String name, Way way);

	/** Has it revoked. */
	void revoke(String name);

	/** The certificate, PEM. */
	Path certificate(String name);

	/** What leads from it to the root, PEM. */
	Path issuer(String name);

	/**
	 * A directory with the scripts {@code present} and {@code cleanup}: the one puts a
	 * TXT record at a node's name server, the other takes it away. Both do what their
	 * first argument says instead, if there is one, as lego calls them.
	 */
	static Path hooks(TestNode node, Path root, Path directory) {
		Path operator = node.home().resolve("operator");
		String script = """
				#!/bin/sh
				set -e
				case ${1:-$(basename "$0")} in present) method=PUT ;; *) method=DELETE ;; esac
				name=${2:-$CERTBOT_DOMAIN}
				name=${name#_acme-challenge.}
				curl --fail --silent --show-error --cacert %s --cert %s --key %s -X $method \\
					"%s/${name%%.}/${3:-$CERTBOT_VALIDATION}"
				""".formatted(root, operator.resolve("operator.pem"), operator.resolve("operator.key"),
				node.https("/trustchain/acme/challenges"));
		try {
			for (String name : List.of("present", "cleanup")) {
				Files.setPosixFilePermissions(Files.writeString(directory.resolve(name), script),
						PosixFilePermissions.fromString("rwxr-xr-x"));
			}
			return directory;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * certbot.
	 *
	 * @param node whose server it asks
	 * @param root whom it trusts
	 * @param directory for its files
	 */
	record Certbot(TestNode node, Path root, Path directory) implements AcmeClient {

		@Override
		public void obtain(String name, Way way) {
			List<String> arguments = new ArrayList<>(
					List.of("certonly", "--agree-tos", "--register-unsafely-without-email", "-d", name));
			arguments.addAll(flags(way));
			run(arguments);
		}

		@Override
		public void renew(String name, Way way) {
			run(List.of("renew", "--force-renewal", "--no-random-sleep-on-renew", "--cert-name", name));
		}

		@Override
		public void revoke(String name) {
			run(List.of("revoke", "--cert-path", certificate(name).toString(), "--reason", "superseded",
					"--no-delete-after-revoke"));
		}

		@Override
		public Path certificate(String name) {
			return directory.resolve("config/live").resolve(name).resolve("cert.pem");
		}

		@Override
		public Path issuer(String name) {
			return directory.resolve("config/live").resolve(name).resolve("chain.pem");
		}

		private static List<String> flags(Way way) {
			return switch (way) {
				case Way.Http(int port) -> List.of("--standalone", "--http-01-port", Integer.toString(port));
				case Way.Dns(int port, Path hooks) -> List.of("--manual", "--preferred-challenges", "dns",
						"--manual-auth-hook", hooks.resolve("present").toString(), "--manual-cleanup-hook",
						hooks.resolve("cleanup").toString());
				case Way.TlsAlpn _ -> throw new IllegalArgumentException("certbot has no tls-alpn-01");
			};
		}

		private void run(List<String> arguments) {
			List<String> all = new ArrayList<>(arguments);
			all.addAll(List.of("--non-interactive", "--server", node.https("/acme/directory").toString(),
					"--config-dir", directory.resolve("config").toString(), "--work-dir",
					directory.resolve("work").toString(), "--logs-dir", directory.resolve("logs").toString()));
			Peer.CERTBOT.run(Map.of("REQUESTS_CA_BUNDLE", root.toString()), all).successfully();
		}

	}

	/**
	 * lego.
	 *
	 * @param node whose server it asks
	 * @param root whom it trusts
	 * @param directory for its files
	 * @param binding further flags, such as those of an external account
	 */
	record Lego(TestNode node, Path root, Path directory, List<String> binding) implements AcmeClient {

		@Override
		public void obtain(String name, Way way) {
			run(name, way, List.of("run"));
		}

		@Override
		public void renew(String name, Way way) {
			run(name, way, List.of("renew", "--days", "90", "--no-random-sleep"));
		}

		@Override
		public void revoke(String name) {
			run(name, new Way.Http(0), List.of("revoke", "--keep", "--reason", "4"));
		}

		@Override
		public Path certificate(String name) {
			return directory.resolve("certificates").resolve(name + ".crt");
		}

		@Override
		public Path issuer(String name) {
			return directory.resolve("certificates").resolve(name + ".issuer.crt");
		}

		private static List<String> flags(Way way) {
			return switch (way) {
				case Way.Http(int port) -> List.of("--http", "--http.port", ":" + port);
				case Way.TlsAlpn(int port) -> List.of("--tls", "--tls.port", ":" + port);
				case Way.Dns(int port, Path hooks) ->
					List.of("--dns", "exec", "--dns.disable-cp", "--dns.resolvers", "127.0.0.1:" + port);
			};
		}

		private void run(String name, Way way, List<String> command) {
			List<String> all = new ArrayList<>(
					List.of("--path", directory.toString(), "--server", node.https("/acme/directory").toString(),
							"--email", "admin@example.org", "--accept-tos", "-d", name));
			all.addAll(binding);
			all.addAll(flags(way));
			all.addAll(command);
			String hook = (way instanceof Way.Dns(int port, Path hooks)) ? hooks.resolve("present").toString() : "";
			Peer.LEGO.run(Map.of("LEGO_CA_CERTIFICATES", root.toString(), "EXEC_PATH", hook), all).successfully();
		}

	}

}
