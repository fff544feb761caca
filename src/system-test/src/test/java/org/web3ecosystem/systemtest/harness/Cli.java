package org.web3ecosystem.systemtest.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The command line in somebody's name, with documents for answers. */
public final class Cli {

	private static final JsonMapper JSON = new JsonMapper();

	private final List<String> who;

	private Cli(List<String> who) {
		this.who = who;
	}

	/** The operator of a node. */
	public static Cli operator(TestNode node) {
		return new Cli(List.of("--home=" + node.home()));
	}

	/** An owner with a key of its own, who asks this node. */
	public static Cli owner(Path store, Path passphrase, Path genesis, TestNode node) {
		return new Cli(List.of("--store=" + store, "--passphrase-file=" + passphrase, "--genesis=" + genesis,
				"--url=" + node.https("")));
	}

	/** The document that a command ends well with. */
	public JsonNode ask(String... command) {
		return JSON.readTree(run(command).successfully());
	}

	/** The document of a command that judges, and ends with 1 if it does not accept. */
	public JsonNode verdict(String... command) {
		Program program = run(command);
		assertThat(program.err()).as(String.join(" ", command)).isEmpty();
		JsonNode said = JSON.readTree(program.out());
		assertThat(program.exit()).as(program.out()).isEqualTo(said.path("accepted").asBoolean() ? 0 : 1);
		return said;
	}

	/** A command that must not succeed: says why in one line, and prints no stack. */
	public void refused(String why, String... command) {
		Program program = run(command);
		assertThat(program.exit()).as(String.join(" ", command) + "\n" + program.out()).isEqualTo(1);
		assertThat(program.err()).contains("error: ").contains(why).doesNotContain("\tat ");
	}

	private Program run(String... command) {
		return Platform.run(Stream.of(Stream.of(command), who.stream(), Stream.of("-o", "json"))
			.flatMap(part -> part)
			.toArray(String[]::new));
	}

}
