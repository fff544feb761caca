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
	void nothingSteersATerminal() {
		assertThat(print(false, """
				{"description": "a\\u001b[31m\\u202eb"}""")).isEqualTo("description  a?[31m?b\n");
	}

	@Test
	void asJsonItIsTheDocument() {
		assertThat(JsonMapper.shared().readTree(print(true, "{\"a\":[1,{}]}")))
			.isEqualTo(JsonMapper.shared().readTree("{\"a\":[1,{}]}"));
	}

}
