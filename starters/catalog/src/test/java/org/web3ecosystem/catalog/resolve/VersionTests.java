package org.web3ecosystem.catalog.resolve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The examples published at semver.org, those of its grammar and those of section 11. */
class VersionTests {

	@ParameterizedTest
	@ValueSource(strings = { "0.0.4", "1.2.3", "10.20.30", "1.1.2-prerelease+meta", "1.1.2+meta", "1.1.2+meta-valid",
			"1.0.0-alpha", "1.0.0-beta", "1.0.0-alpha.beta", "1.0.0-alpha.beta.1", "1.0.0-alpha.1",
			"1.0.0-alpha0.valid", "1.0.0-alpha.0valid", "1.0.0-alpha-a.b-c-somethinglong+build.1-aef.1-its-okay",
			"1.0.0-rc.1+build.1", "2.0.0-rc.1+build.123", "1.2.3-beta", "10.2.3-DEV-SNAPSHOT", "1.2.3-SNAPSHOT-123",
			"2.0.0+build.1848", "2.0.1-alpha.1227", "1.0.0-alpha+beta", "1.2.3----RC-SNAPSHOT.12.9.1--.12+788",
			"1.2.3----R-S.12.9.1--.12+meta", "1.2.3----RC-SNAPSHOT.12.9.1--.12", "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
			"99999999999999999999999.999999999999999999.99999999999999999", "1.0.0-0A.is.legal" })
	void whatThePageCallsValidIsReadAndWrittenBack(String text) {
		assertThat(Version.parse(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "1.2", "1.2.3-0123", "1.2.3-0123.0123", "1.1.2+.123", "+invalid", "-invalid",
			"-invalid+invalid", "-invalid.01", "alpha", "alpha.beta", "alpha+beta", "alpha_beta", "alpha.", "alpha..",
			"1.0.0-alpha_beta", "-alpha.", "1.0.0-alpha..", "1.0.0-alpha..1", "1.0.0-alpha...1", "01.1.1", "1.01.1",
			"1.1.01", "1.2.3.DEV", "1.2-SNAPSHOT", "1.2.31.2.3----RC-SNAPSHOT.12.09.1--..12+788", "1.2-RC-SNAPSHOT",
			"-1.0.3-gamma+b7718", "+justmeta", "9.8.7+meta+meta", "9.8.7-whatever+meta+meta", "1.0.0 ", "v1.0.0",
			"1.0.0-", "1.0.0+", "\u0661.0.0" })
	void whatThePageCallsInvalidIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Version.parse(text));
	}

	@Test
	void aVersionThatIsTooLongIsRefusedBeforeItIsRead() {
		assertThatIllegalArgumentException().isThrownBy(() -> Version.parse("1.0.0-" + "a".repeat(59)))
			.withMessageContaining("64");
	}

	@Test
	void precedenceIsThatOfSection11() {
		List<Version> ordered = List
			.of("0.9.9", "1.0.0-0", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
					"1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1",
					"10.0.0")
			.stream()
			.map(Version::parse)
			.toList();
		long seed = new Random().nextLong();
		List<Version> shuffled = new ArrayList<>(ordered);
		Collections.shuffle(shuffled, new Random(seed));

		assertThat(shuffled.stream().sorted()).as("seed %d", seed).containsExactlyElementsOf(ordered);
	}

	@Test
	void buildMetadataHasNoPrecedence() {
		assertThat(Version.parse("1.0.0+a")).isEqualByComparingTo(Version.parse("1.0.0+b"))
			.isNotEqualTo(Version.parse("1.0.0+b"));
		assertThat(Version.parse("1.0.0-x+a").withoutBuild()).isEqualTo(Version.parse("1.0.0-x"));
	}

}
