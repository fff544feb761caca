package org.web3ecosystem.bootstrap.served;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServedTableTests {

	@Test
	void theTableIsTakenAndNothingElse() {
		ServedTable table = parse("""
				{"name": "web3-platform", "propertySources": [
				  {"name": "one", "source": {"web3.phase.number": 2, "web3.offers.stoq": true, "server.port": 1}},
				  {"name": "two", "source": {"web3.phases.phase-1.dns-mode": "hybrid", "web3.node.home": "/tmp",
				    "spring.profiles.active": "x", "web3.phasesx": "y", "web3.secret": "${HOME}"}}]}""");
		assertThat(table.sources()).extracting(ServedTable.Source::name).containsExactly("one", "two");
		assertThat(table.sources().getFirst().properties())
			.isEqualTo(Map.of("web3.phase.number", "2", "web3.offers.stoq", true));
		assertThat(table.sources().getLast().properties()).isEqualTo(Map.of("web3.phases.phase-1.dns-mode", "hybrid"));
		assertThat(table.ignored()).isEqualTo(5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "null", "7", "{}", "{\"propertySources\": 3}", "{\"propertySources\": []}",
			"{\"propertySources\": [{}]}", "{\"propertySources\": [{\"name\": \"x\", \"source\": []}]}",
			"{\"propertySources\": [{\"source\": {\"server.port\": 1}}]}",
			"{\"propertySources\": [{\"source\": {\"web3.phase.number\": []}}]}",
			"{\"propertySources\": [{\"source\": {\"web3.phase.number\": null}}]}",
			"{\"propertySources\": [{\"source\": {\"web3.phase.number\": 1.5}}]}",
			"{\"propertySources\": [{\"source\": {\"web3.phase.dns-mode\": \"${HOME}\"}}]}" })
	void whatIsNoTableIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> parse(text));
	}

	@Test
	void everyTruncationIsRefused() {
		String whole = "{\"propertySources\": [{\"source\": {\"web3.phase.number\": 1}}]}";
		parse(whole);
		for (int length = 0; length < whole.length(); length++) {
			String cut = whole.substring(0, length);
			assertThatIllegalArgumentException().as(cut).isThrownBy(() -> parse(cut));
		}
	}

	@Test
	void moreThanATableHasIsRefused() {
		StringBuilder many = new StringBuilder("{\"propertySources\": [{\"source\": {\"web3.phase.number\": 1");
		for (int i = 0; i < 5000; i++) {
			many.append(",\"k").append(i).append("\": 1");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> parse(many + "}}]}"))
			.withMessageContaining("more settings");
		assertThatIllegalArgumentException().isThrownBy(() -> ServedTable.parse(new byte[ServedTable.MAX_BYTES + 1]))
			.withMessageContaining("longer than");
	}

	@Test
	void deepNestingEndsInARefusal() {
		assertThatIllegalArgumentException().isThrownBy(() -> parse("[".repeat(100_000)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:8888", "https://config.example/tables", "http://[::1]:8888/" })
	void anAddressIsHttpWithAHost(String text) {
		assertThat(Question.address(text)).isEqualTo(URI.create(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "127.0.0.1:8888", "ftp://host", "file:///etc/passwd", "http://user:secret@host",
			"http:///x", "http://host?x=1", "http://host#x", "http://ho st" })
	void anythingElseIsNone(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Question.address(text));
	}

	private static ServedTable parse(String text) {
		return ServedTable.parse(text.getBytes(StandardCharsets.UTF_8));
	}

}
