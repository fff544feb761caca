package org.web3ecosystem.spi.discovery;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NameTests {

	@Test
	void caseAndTheTrailingDotDoNotMatter() {
		assertThat(new Name("Node1.Node.LOCAL.internal.")).isEqualTo(new Name("node1.node.local.internal"));
		assertThat(new Name("TITLE.i")).isEqualTo(new Name("title.i"));
	}

	@Test
	void theRootIsTheEmptyName() {
		assertThat(new Name("")).isEqualTo(new Name(".")).hasToString(".");
		assertThat(new Name("a").isWithin(new Name(""))).isTrue();
		assertThat(new Name("").child("internal")).isEqualTo(new Name("internal"));
	}

	@Test
	void aNameIsWithinItsZoneByWholeLabels() {
		Name zone = new Name("local.internal");
		assertThat(zone.isWithin(zone)).isTrue();
		assertThat(new Name("a.local.internal").isWithin(zone)).isTrue();
		assertThat(new Name("notlocal.internal").isWithin(zone)).isFalse();
		assertThat(new Name("internal").isWithin(zone)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", "a..b", ".a", "a b", "a\tb", "\u00e4.b", "a\u0000", "a.b.." })
	void whatIsNoNameIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Name(text));
	}

	@Test
	void lengthsAreThoseOfTheRfc() {
		String label = "a".repeat(63);
		assertThat(new Name(label).text()).hasSize(63);
		assertThatIllegalArgumentException().isThrownBy(() -> new Name(label + "a"));
		String longest = String.join(".", label, label, label, "a".repeat(61));
		assertThat(new Name(longest).text()).hasSize(Name.MAX_LENGTH);
		assertThatIllegalArgumentException().isThrownBy(() -> new Name(longest + "a"));
	}

	@Test
	void aRegistrationHasOneToSixteenRecordsAndASaneTtl() {
		Name name = new Name("_catalog._tcp.local.internal");
		ResourceRecord record = new ResourceRecord.Text("a");
		Duration minute = Duration.ofMinutes(1);
		assertThat(new ServiceRegistration(name, Collections.nCopies(16, record), minute).records()).hasSize(16);
		for (int count : new int[] { 0, 17 }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new ServiceRegistration(name, Collections.nCopies(count, record), minute));
		}
		for (Duration ttl : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(999),
				Duration.ofDays(1).plusMillis(1))) {
			assertThatIllegalArgumentException().isThrownBy(() -> new ServiceRegistration(name, List.of(record), ttl));
		}
	}

	@Test
	void recordsFitTheirWireForm() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ResourceRecord.Text("\u00fc".repeat(128)));
		for (int bad : new int[] { -1, 65536 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> new ResourceRecord.Service(0, 0, bad, new Name("a")));
		}
	}

}
