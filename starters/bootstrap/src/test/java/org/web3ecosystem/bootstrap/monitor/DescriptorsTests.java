package org.web3ecosystem.bootstrap.monitor;

import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DescriptorsTests {

	@Test
	void nothingIsSaidWhileThereAreEnough() {
		assertThat(new Descriptors(() -> 90, () -> 100).get()).isEmpty();
		assertThat(new Descriptors(() -> 90, () -> Long.MAX_VALUE).get()).isEmpty();
	}

	@Test
	void lessThanATenthThatIsLeftIsSaidWithWhatToDo() {
		assertThat(new Descriptors(() -> 91, () -> 100).get()).hasValueSatisfying(lack -> {
			assertThat(lack.reason()).contains("nearly used up, 91 of 100", "LimitNOFILE");
			assertThat(lack.harmless()).isTrue();
		});
	}

	/** Who was given less than it has keeps what it has. */
	@Test
	void moreThanThereMayBeIsSaidToo() {
		assertThat(new Descriptors(() -> 70, () -> 50).get()).get().asString().contains("70 of 50");
	}

	@Test
	void noneToCountWithIsNoneLeft() {
		assertThat(new Descriptors(() -> {
			throw new InternalError("Unable to open directory /proc/self/fd");
		}, () -> 50).get()).hasValueSatisfying(lack -> {
			assertThat(lack.reason()).contains("no file descriptor of 50 is left", "LimitNOFILE");
			assertThat(lack.harmless()).isFalse();
		});
	}

	/** What was not written meanwhile does not come back with them. */
	@Test
	void thatThereWasNoneIsSaidUntilTheProcessEnds() {
		AtomicBoolean none = new AtomicBoolean(true);
		Descriptors descriptors = new Descriptors(() -> {
			if (none.get()) {
				throw new InternalError("Unable to open directory /proc/self/fd");
			}
			return 50;
		}, () -> 100);
		assertThat(descriptors.get()).get().asString().contains("is left");
		none.set(false);
		assertThat(descriptors.get()).hasValueSatisfying(lack -> {
			assertThat(lack.reason()).contains("for a while", "start the node again");
			assertThat(lack.harmless()).isFalse();
		});
		assertThat(descriptors.get()).isPresent();
	}

	@Test
	void thisProcessHasEnough() {
		assertThat(Descriptors.ofThisProcess().get()).isEmpty();
	}

}
