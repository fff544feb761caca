package org.web3ecosystem.platform;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlainOutputTests {

	private static String printed(Consumer<PrintStream> what) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		what.accept(new PlainOutput(new PrintStream(bytes, true, StandardCharsets.UTF_8)));
		return bytes.toString(StandardCharsets.UTF_8);
	}

	@Test
	void nothingThatSomebodyElseWroteSteersTheTerminal() {
		assertThat(printed(out -> out.println("error: \u001b[2Jgröße \u009b\u202e!")))
			.isEqualTo("error: ?[2Jgröße ??!" + System.lineSeparator());
	}

	@Test
	void linesStayLines() {
		assertThat(printed(out -> out.println("a\n  b\n"))).isEqualTo("a\n  b\n" + System.lineSeparator());
		assertThat(printed(PrintStream::println)).isEqualTo(System.lineSeparator());
	}

	@Test
	void whatItIsToldBeforeAnythingIsWrongIsPrintedToo() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int code = new PlatformApplication(System.out, new PrintStream(bytes, true, StandardCharsets.UTF_8))
			.run("\u001b[31mred");

		assertThat(code).isEqualTo(64);
		assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("there is no command '?[31mred'")
			.doesNotContain("\u001b");
	}

}
