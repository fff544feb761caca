package org.web3ecosystem.spi;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReasonTests {

	@Test
	void wrappersOfStagesDoNotShow() {
		UnavailableException cause = new UnavailableException("nobody answers");
		Throwable wrapped = new CompletionException(new ExecutionException(cause));

		assertThat(Reason.of(wrapped)).isEqualTo("nobody answers");
		assertThat(Reason.cause(wrapped)).isSameAs(cause);
	}

	@Test
	void aFailureWithoutWordsIsNamedInWords() {
		assertThat(Reason.of(new CompletionException(new TimeoutException()))).isEqualTo("timeout");
		assertThat(Reason.of(new BindException())).isEqualTo("bind");
		assertThat(Reason.of(new IOException(" "))).isEqualTo("io");
		assertThat(Reason.of(new RuntimeException() {
		})).isEqualTo("no reason given");
	}

	@Test
	void aFileIsNamedWithWhatIsWrongWithIt() {
		assertThat(Reason.of(new NoSuchFileException("/a"))).isEqualTo("/a: it is not there");
		assertThat(Reason.of(new AccessDeniedException("/a"))).isEqualTo("/a: permission denied");
		assertThat(Reason.of(new FileSystemException("/a", null, "No space left on device")))
			.isEqualTo("/a: No space left on device");
	}

	@Test
	void aVerdictSaysWhyNot() {
		assertThat(Verdict.accepted().reason()).isEmpty();
		assertThat(Verdict.rejected("no").reason()).isEqualTo("no");
		assertThat(Verdict.unavailable("later").reason()).isEqualTo("later");
	}

}
