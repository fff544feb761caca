package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Platform;
import org.web3ecosystem.systemtest.harness.Ports;
import org.web3ecosystem.systemtest.harness.Program;

import static org.assertj.core.api.Assertions.assertThat;

/** Mistakes people make: one clear message, what to do, no half-made thing. */
@SystemTest
class BadInputTests {

	@TempDir
	Path directory;

	@Test
	void brokenTomlIsRefusedByLine() throws IOException {
		refusedTable("[phases\ncurrent_phase = 0\n", "line 1|bootstrap\\.toml:1|:1");
	}

	@Test
	void anUnknownKeyIsRefusedByLine() throws IOException {
		refusedTable(table().replace("dns_mode = \"hybrid\"", "dns_mood = \"hybrid\""), "dns_mood");
	}

	@Test
	void anImpossibleTableIsRefused() throws IOException {
		refusedTable(table().replace("dns_mode = \"hybrid\"", "dns_mode = \"sideways\""), "sideways");
	}

	@Test
	void aCycleOfDependenciesIsRefused() throws IOException {
		refusedTable(table() + """

				[service_dependencies.stoq]
				phase_0 = ["trustchain_dns"]
				phase_1 = ["trustchain_ca"]
				phase_2 = ["trustchain_ca", "hypermesh_consensus"]
				phase_3 = ["full_federation"]

				[service_dependencies.trustchain]
				phase_0 = ["stoq_transport"]
				phase_1 = ["stoq_transport"]
				phase_2 = ["stoq_transport", "hypermesh_assets"]
				phase_3 = ["full_consensus"]
				""", "stoq.*trustchain|trustchain.*stoq|cycle");
	}

	@Test
	void aTakenPortIsNamed() throws IOException {
		Ports ports = Ports.free();
		Path home = directory.resolve("data");
		try (ServerSocket taken = new ServerSocket(ports.ofNode(2).https(), 1, InetAddress.getLoopbackAddress())) {
			Program program = local(home, ports);
			refused(program, Integer.toString(taken.getLocalPort()));
			assertThat(home).doesNotExist();
		}
	}

	@Test
	void aFederationThatRunsIsNotDeleted() throws IOException {
		Path federation = init("running");
		byte[] root = Files.readAllBytes(federation.resolve("root.pem"));
		try (FileChannel lock = FileChannel.open(federation.resolve("node3/node.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock held = lock.lock()) {
			assertThat(held.isValid()).isTrue();
			refused(Platform.run("local", "--fresh", "--dir=" + federation, "--port-offset=" + Ports.free().offset()),
					"a node is running in " + federation.resolve("node3"));
		}
		assertThat(federation.resolve("root.pem")).hasBinaryContent(root);
	}

	/** As long as the first has not come to its ports. */
	@Test
	void aFederationThatIsBeingStartedIsNotStartedTwice() throws IOException {
		Path federation = init("starting");
		try (FileChannel lock = FileChannel.open(federation.resolve("federation.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock held = lock.lock()) {
			assertThat(held.isValid()).isTrue();
			Program second = Platform.run("local", "--dir=" + federation);
			refused(second, "the federation in " + federation + " is running already");
			assertThat(second.err().lines()).hasSize(2);
		}
	}

	@Test
	void aNodeThatDoesNotStartSaysOneThing() throws IOException {
		Path home = init("quiet").resolve("node1");
		Program range = Platform.run("node", "--web3.node.home=" + home, "--web3.platform.http.connections=0");
		refused(range, "web3.platform.http.connections is 1 to 65536, not 0");
		Program kind = Platform.run("node", "--web3.node.home=" + home, "--web3.platform.http.connections=many");
		refused(kind, "web3.platform.http.connections cannot be 'many': it is a whole number");
		Program rare = Platform.run("node", "--web3.node.home=" + home, "--web3.stoq.judged-every=10s");
		refused(rare, "web3.stoq.judged-every is 100ms to 4s, not 10s");
		Program port = Platform.run("node", "--web3.node.home=" + home, "--web3.stoq.forward.listen[0].at=here");
		refused(port, "web3.stoq.forward.listen[0].at cannot be used: 'here' is not address:port");
		Program misspelt = Platform.run("node", "--web3.node.home=" + home, "--web3.stoq.max-conections=7");
		refused(misspelt, "no component has such a setting; probably web3.stoq.max-connections was meant");
		Program nowhere = Platform.run("node");
		refused(nowhere, "web3.node.home is not set");
		for (Program program : List.of(range, kind, rare, port, misspelt, nowhere)) {
			assertThat(program.out()).isEmpty();
			assertThat(program.err()).doesNotContain("Exception", "org.springframework", "java.lang");
			assertThat(program.err().lines()).hasSize(2);
		}
	}

	@Test
	void aForeignDirectoryIsLeftAlone() throws IOException {
		Path foreign = Files.createDirectory(directory.resolve("foreign"));
		Files.writeString(foreign.resolve("thesis.txt"), "precious");
		refused(local(foreign, Ports.free()), "foreign");
		refused(Platform.run("local", "--fresh", "--dir=" + foreign), "thesis.txt");
		refused(Platform.run("init", "--dir=" + foreign), "not empty");
		try (Stream<Path> left = Files.list(foreign)) {
			assertThat(left).containsExactly(foreign.resolve("thesis.txt"));
		}
	}

	@Test
	void aPlaceThatCannotBeWrittenIsRefused() throws IOException {
		Path file = Files.writeString(directory.resolve("file"), "");
		refused(local(file.resolve("data"), Ports.free()), "file");
		assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
	}

	@Test
	void aGenesisOfAnotherFederationIsRefused() throws IOException {
		Path one = init("one");
		Path other = init("other");
		Files.copy(other.resolve("genesis.cbor"), one.resolve("node1/genesis.cbor"),
				StandardCopyOption.REPLACE_EXISTING);
		refused(node(one.resolve("node1")), "genesis");
	}

	@Test
	void aTamperedGenesisIsRefused() throws IOException {
		Path federation = init("tampered");
		Path genesis = federation.resolve("node1/genesis.cbor");
		byte[] bytes = Files.readAllBytes(genesis);
		bytes[bytes.length / 2] ^= 1;
		Files.write(genesis, bytes);
		refused(node(federation.resolve("node1")), "genesis");
	}

	@Test
	void aHomeThatIsNoneIsRefused() {
		refused(node(directory.resolve("nowhere")), "nowhere");
	}

	@ParameterizedTest
	@CsvSource({ "fly", "--fly", "'init --validators=0'", "'init --validators=many'", "'status --for=phase=9'",
			"'token steal'", "'init --zone=a..b --validators=1'" })
	void aCommandThatMakesNoSenseIsExplained(String arguments) {
		Program program = Program.run(Platform.command(320, List.of(arguments.split(" "))), directory, Map.of(),
				Program.PATIENCE);
		refused(program, "error: ");
		assertThat(directory).isEmptyDirectory();
	}

	@Test
	void statusOfNobodyEndsWithOne() {
		Program program = Platform.run("status", "--url=http://127.0.0.1:" + Ports.free().http());
		assertThat(program.exit()).isEqualTo(1);
		assertThat(program.err()).contains("no answer");
	}

	@Test
	void anOldJavaIsToldWhatIsNeeded() throws IOException {
		Path jvms = Path.of("/usr/lib/jvm");
		List<Path> old = Files.isDirectory(jvms) ? oldJavas(jvms) : List.of();
		Peer.missing(!old.isEmpty(), "no Java older than 25 in " + jvms + " (Debian package openjdk-17-jre-headless)");
		for (Path java : old) {
			Program program = Program.run(List.of(java.toString(), "-jar", Platform.jar().toString()));
			assertThat(program.exit()).as("%s", java).isNotZero();
			assertThat(program.err()).contains("25").doesNotContain("\tat ");
			assertThat(program.err().lines().count()).as(program.err()).isLessThan(6);
		}
	}

	/**
	 * Old enough to be refused, young enough to say so: from 17 on, as Spring Boot's
	 * loader needs.
	 */
	private static List<Path> oldJavas(Path jvms) throws IOException {
		try (Stream<Path> found = Files.list(jvms)) {
			return found.filter(jvm -> jvm.getFileName().toString().matches(".*\\b(17|18|19|20|21|22|23|24)\\b.*"))
				.map(jvm -> jvm.resolve("bin/java"))
				.filter(Files::isExecutable)
				.toList();
		}
	}

	private Path init(String name) {
		Path federation = directory.resolve(name);
		Platform.run("init", "--dir=" + federation, "--port-offset=" + Ports.free().offset()).successfully();
		return federation;
	}

	private static Program local(Path home, Ports ports) {
		return Platform.run("local", "--dir=" + home, "--port-offset=" + ports.offset());
	}

	private static Program node(Path home) {
		return Platform.run("node", "--web3.node.home=" + home);
	}

	private void refusedTable(String toml, String message) throws IOException {
		Path place = Files.createDirectory(directory.resolve("place"));
		Files.writeString(place.resolve("bootstrap.toml"), toml);
		Path federation = init("good");
		Program program = Program.run(
				Platform.command(320, List.of("node", "--web3.node.home=" + federation.resolve("node1"))), place,
				Map.of(), Program.PATIENCE);
		assertThat(program.exit()).as(program.out() + program.err()).isNotZero();
		assertThat(program.err()).containsPattern(message);
		assertThat(program.err()).doesNotContain("\tat ");
	}

	@Test
	void aFederationThatCouldNotBeStartedIsNotLeftBehind() throws IOException {
		Path place = Files.createDirectory(directory.resolve("place"));
		Files.writeString(place.resolve("bootstrap.toml"), "[phases\n");
		Path federation = directory.resolve("new");
		Program program = Program.run(
				Platform.command(320,
						List.of("local", "--dir=" + federation, "--port-offset=" + Ports.free().offset())),
				place, Map.of(), Program.PATIENCE);
		assertThat(program.exit()).as(program.out() + program.err()).isPositive();
		assertThat(program.out() + program.err()).contains("bootstrap.toml");
		assertThat(federation).doesNotExist();
	}

	private static void refused(Program program, String message) {
		assertThat(program.exit()).as(program.out() + program.err()).isPositive();
		assertThat(program.err()).contains(message);
		assertThat(program.out() + program.err()).doesNotContain("\tat ");
		assertThat(program.err().lines().filter(line -> line.startsWith("error: "))).hasSize(1);
	}

	/** The roadmap's own table. */
	private static String table() {
		return """
				[phases]
				current_phase = 0

				[phase_0]
				dns_mode = "traditional"
				cert_mode = "self_signed"
				consensus = false

				[phase_1]
				dns_mode = "hybrid"
				cert_mode = "trustchain"
				consensus = true
				consensus_mode = "optional"

				[phase_2]
				dns_mode = "federated_primary"
				cert_mode = "trustchain"
				consensus = true
				consensus_mode = "recommended"

				[phase_3]
				dns_mode = "federated_only"
				cert_mode = "consensus_validated"
				consensus = true
				consensus_mode = "mandatory"
				""";
	}

}
