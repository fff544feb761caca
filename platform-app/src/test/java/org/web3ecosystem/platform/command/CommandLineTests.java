package org.web3ecosystem.platform.command;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CommandLineTests {

	@Test
	void nothingMeansALocalFederation() {
		assertThat(CommandLine.parse()).isEqualTo(new Command.Local(Path.of("data/local"), false, 0, List.of()));
	}

	@Test
	void optionsAloneAreTheLocalFederations() {
		assertThat(CommandLine.parse("--fresh", "--port-offset=1000", "--web3.bootstrap.min-healthy=2s")).isEqualTo(
				new Command.Local(Path.of("data/local"), true, 1000, List.of("--web3.bootstrap.min-healthy=2s")));
	}

	@Test
	void theLocalDirectoryMayBeAProperty() {
		assertThat(CommandLine.parse("--web3.local.dir=/x"))
			.isEqualTo(new Command.Local(Path.of("/x"), false, 0, List.of("--web3.local.dir=/x")));
	}

	@Test
	void theNodeProfileMeansOneNode() {
		assertThat(CommandLine.parse("--spring.profiles.active=stoq,node", "--web3.node.home=/n"))
			.isEqualTo(new Command.RunNode(List.of("--spring.profiles.active=stoq,node", "--web3.node.home=/n")));
	}

	@Test
	void theNodeCommandIsTheNodeProfile() {
		assertThat(CommandLine.parse("node", "--web3.node.home=/n"))
			.isEqualTo(new Command.RunNode(List.of("--spring.profiles.active=node", "--web3.node.home=/n")));
	}

	@Test
	void initTakesOneHostOrOneEach() {
		assertThat(CommandLine.parse("init", "--validators=2", "--hosts=10.0.0.1,10.0.0.2", "--dir=/f"))
			.isEqualTo(new Command.Init(Path.of("/f"), "local", "local.internal", 2, List.of("10.0.0.1", "10.0.0.2"), 0,
					Optional.empty()));
	}

	@Test
	void initNamesTheZoneAfterTheFederation() {
		assertThat(CommandLine.parse("init", "--federation=acme")).isEqualTo(new Command.Init(Path.of("data/acme"),
				"acme", "acme.internal", 4, List.of("localhost"), 0, Optional.empty()));
	}

	@Test
	void statusWaitsForAGoal() {
		assertThat(
				CommandLine.parse("status", "--wait", "--for=complete", "--timeout=5m", "-o=json", "--port-offset=100"))
			.isEqualTo(new Command.Status(URI.create("http://127.0.0.1:8180"), Optional.empty(), true, 4,
					Duration.ofMinutes(5), true));
	}

	@Test
	void anOptionMayHaveItsValueInTheNextArgument() {
		assertThat(CommandLine.parse("status", "-o", "json", "--timeout", "5s")).isEqualTo(new Command.Status(
				URI.create("http://127.0.0.1:8080"), Optional.empty(), false, 3, Duration.ofSeconds(5), true));
	}

	@Test
	void tokenHasOneVerb() {
		assertThat(CommandLine.parse("token", "create", "--home=/n", "--ttl=1h"))
			.isEqualTo(new Command.TokenCreate(Path.of("/n"), Duration.ofHours(1)));
	}

	@Test
	void helpAnswersWhereverItIsAsked() {
		assertThat(CommandLine.parse("init", "--help")).isEqualTo(new Command.Help());
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "init --validator=4", "init --validators=0", "init --validators=x",
			"init --validators=4 --validators=4", "init --host=1.1.1.1 --hosts=1.1.1.1",
			"init --validators=3 --hosts=::1,::2", "init --federation=Ü", "init --zone=", "status --for=phase=4",
			"status --timeout=soon", "status -o=xml", "status --url=file:///etc/passwd", "token", "token revoke",
			"token create", "join --home=/x", "join --token=t", "join --token=t --home=/x --name=a.b", "reset",
			"version --now", "--fresh=perhaps", "local here", "check --port-offset=-1",
			"check --port-offset=99999999999" })
	void whatCannotBeReadIsAUsageError(String line) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommandLine.parse(line.split(" ")))
			.withMessageNotContaining("Exception");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a..b", "Example.internal", "example.internal.", "-a.internal", "10.0.0.1", "a b",
			"ü.internal", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.internal" })
	void whatIsNoZoneIsExplained(String zone) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommandLine.parse("init", "--zone=" + zone))
			.withMessageContaining("--zone is a DNS name")
			.withMessageEndingWith("not '" + zone + "'");
		assertThat(CommandLine.parse("init", "--zone=a-1.x9.internal")).isInstanceOf(Command.Init.class);
	}

}
