package org.web3ecosystem.systemtest;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/** All ways to ask a node for a name, with the same client by other people. */
@SystemTest
class DnsWaysTests {

	private static final String NODE = "node1.node." + FederationContract.ZONE;

	/** By default so far from the port of plain DNS. */
	private static final int TLS = 800;

	@Test
	void kdigGetsTheSameByUdpTcpTlsAndHttps() {
		try (Processes federation = new Processes(Scratch.directory(getClass()), 1)) {
			TestNode node = federation.node(1);
			federation.set(node, "--web3.trustchain.dns.tls=true");
			federation.start();
			federation.awaitPhase(3);
			int dns = node.ports().dns();
			String[] trusted = { "+tls-ca=" + federation.root(), "+tls-hostname=localhost" };

			assertThat(kdig(dns, NODE, "+short")).isEqualTo("127.0.0.1");
			assertThat(kdig(dns, NODE, "+short", "+tcp")).isEqualTo("127.0.0.1");
			assertThat(kdig(dns + TLS, NODE, "+short", "+tls", trusted[0], trusted[1])).isEqualTo("127.0.0.1");
			assertThat(kdig(node.ports().https(), NODE, "+short", "+https", trusted[0], trusted[1]))
				.isEqualTo("127.0.0.1");
			assertThat(Peer.KDIG
				.run("@127.0.0.1", "-p", Integer.toString(dns + TLS), "+tls", trusted[0], "+tls-hostname=example.org",
						"+retry=0", NODE, "A")
				.out()).as("under another name").doesNotContain("127.0.0.1\n");
			for (String denied : List.of("nobody." + FederationContract.ZONE, "a\\000b." + FederationContract.ZONE)) {
				assertThat(asked(Peer.KDIG, dns, denied, "+dnssec", "+tcp")).as(denied)
					.contains("status: NOERROR", "NSEC", "RRSIG");
				assertThat(asked(Peer.DIG, dns, denied, "+dnssec", "+coflag")).as("%s to who takes NXDOMAIN", denied)
					.contains("status: NXDOMAIN", "NSEC", "RRSIG");
			}
		}
	}

	private static String kdig(int port, String name, String... options) {
		return asked(Peer.KDIG, port, name, options);
	}

	private static String asked(Peer client, int port, String name, String... options) {
		List<String> command = new ArrayList<>(List.of("@127.0.0.1", "-p", Integer.toString(port)));
		command.addAll(List.of(options));
		command.addAll(List.of(name, "A"));
		return client.run(command.toArray(String[]::new)).successfully().strip();
	}

}
