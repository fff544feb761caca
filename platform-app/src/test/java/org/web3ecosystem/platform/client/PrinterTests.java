package org.web3ecosystem.platform.client;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class PrinterTests {

	private static String print(boolean json, String document) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new Printer(new PrintStream(bytes, true, StandardCharsets.UTF_8), json)
			.print(JsonMapper.shared().readTree(document));
		return bytes.toString(StandardCharsets.UTF_8);
	}

	@Test
	void fieldsStandInAColumn() {
		assertThat(print(false, """
				{"id": "box", "height": 7}""")).isEqualTo("""
				id      box
				height  7
				""");
	}

	@Test
	void listsOfObjectsAreTables() {
		assertThat(print(false, """
				{"assets": [{"id": "a", "kind": "CPU"}, {"id": "bcd"}], "limit": 2}""")).isEqualTo("""
				limit   2

				assets
				  id   kind
				  a    CPU
				  bcd
				""");
	}

	@Test
	void anObjectInAnObjectIsIndented() {
		assertThat(print(false,
				"""
						{"epoch": 1, "proposal": {"id": "ab", "approving": ["x", "y"], "changes": [{"change": "add"}, {"node": "z"}]}}"""))
			.isEqualTo("""
					epoch     1

					proposal
					  id         ab
					  approving  x, y

					  changes
					    change  node
					    add
					            z
					""");
	}

	@Test
	void objectsInAListThatHaveTablesStandOneByOne() {
		assertThat(print(false,
				"""
						{"proposals": [{"id": "ab", "changes": [{"change": "add"}]}, {"id": "cd", "changes": [{"change": "weigh"}]}]}"""))
			.isEqualTo("""

					proposals
					  id       ab

					  changes
					    change
					    add

					  id       cd

					  changes
					    change
					    weigh
					""");
	}

	@Test
	void aCellHasNoSignsThatAreForPrograms() {
		assertThat(print(false, """
				{"rows": [{"speaks": {"oldest": 10, "newest": 11}}]}""")).isEqualTo("""

				rows
				  speaks
				  oldest 10, newest 11
				""");
	}

	@Test
	void whatIsCutSaysSo() {
		assertThat(print(false, "{\"a\": \"" + "x".repeat(257) + "\"}")).isEqualTo("a  " + "x".repeat(256) + "…\n");
	}

	@Test
	void nothingSteersATerminal() {
		assertThat(print(false, """
				{"description": "a\\u001b[31m\\u202eb"}""")).isEqualTo("description  a?[31m?b\n");
	}

	@Test
	void norDoTheNamesOfFields() {
		assertThat(print(false, """
				{"a\\u009b2J": 1, "rows\\u202e": [{"b\\u001b": 2}]}""")).isEqualTo("""
				a?2J   1

				rows?
				  b?
				  2
				""");
	}

	@Test
	void asJsonWhatSteersATerminalIsEscapedAndTheRestIsNot() {
		String printed = print(true, """
				{"größe": "a\\u009b2J\\u007f\\u202eb\\udb40\\udc41"}""");

		assertThat(printed).contains("größe").contains("a\\u009b2J\\u007f\\u202eb\\udb40\\udc41");
		assertThat(JsonMapper.shared().readTree(printed).path("größe").stringValue())
			.isEqualTo("a\u009b2J\u007f\u202eb\udb40\udc41");
	}

	@Test
	void asJsonItIsTheDocument() {
		assertThat(JsonMapper.shared().readTree(print(true, "{\"a\":[1,{}]}")))
			.isEqualTo(JsonMapper.shared().readTree("{\"a\":[1,{}]}"));
	}

}
