package org.web3ecosystem.stoq.rpc;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of W3C Trace Context, and what is wrong with others. */
class TraceParentTests {

	private static final String EXAMPLE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	@Test
	void readsTheExample() {
		TraceParent read = TraceParent.parse(EXAMPLE).orElseThrow();
		assertThat(read.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
		assertThat(read.spanId()).isEqualTo("00f067aa0ba902b7");
		assertThat(read).hasToString(EXAMPLE);
	}

	@Test
	void readsWhatItKnowsOfLaterVersions() {
		assertThat(TraceParent.parse("cc" + EXAMPLE.substring(2))).isPresent();
		assertThat(TraceParent.parse("cc" + EXAMPLE.substring(2) + "-what-the-future-brings")).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
			"00-00000000000000000000000000000000-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
			"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
			"00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
			"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more" })
	void ignoresWhatIsNotValid(String text) {
		assertThat(TraceParent.parse(text)).isEmpty();
	}

	@Test
	void looksAtNothingThatIsLong() {
		assertThat(TraceParent.parse("cc" + EXAMPLE.substring(2) + "-" + "x".repeat(1 << 20))).isEmpty();
	}

	@Test
	void whatItMakesIsValidAndStaysInTheTrace() {
		Random random = new Random(1);
		TraceParent begun = TraceParent.begin(random);
		TraceParent next = begun.next(random);
		assertThat(TraceParent.parse(begun.toString())).contains(begun);
		assertThat(next.traceId()).isEqualTo(begun.traceId());
		assertThat(next.spanId()).isNotEqualTo(begun.spanId());
	}

}
