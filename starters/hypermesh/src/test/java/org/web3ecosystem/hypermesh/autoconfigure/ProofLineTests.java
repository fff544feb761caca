package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.roster.ProofOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProofLineTests {

	private static final Instant FROM = Instant.parse("2026-12-01T00:00:00Z");

	private static final Duration SIX_HOURS = Duration.ofHours(6);

	@Test
	void aTimeIsGivenByItsEndsOrByItsLength() {
		assertThat(ProofLine.parse("proofs three for 6h"))
			.isEqualTo(new ProofOrder.Reduce(ProofLevel.THREE, Instant.EPOCH, SIX_HOURS));
		assertThat(ProofLine.parse(" proofs  two from 2026-12-01T00:00Z until 2026-12-01T06:00:00Z"))
			.isEqualTo(new ProofOrder.Reduce(ProofLevel.TWO, FROM, SIX_HOURS));
		assertThat(ProofLine.parse("proofs two from 2026-12-01T00:00:00Z for 360m"))
			.isEqualTo(new ProofOrder.Reduce(ProofLevel.TWO, FROM, SIX_HOURS));
		assertThat(ProofLine.parse("proofs four")).isEqualTo(new ProofOrder.Restore());
	}

	@ParameterizedTest
	@ValueSource(strings = { "proofs", "proofs one for 1h", "proofs four for 1h", "proofs three",
			"proofs three for 59s", "proofs three for 25h", "proofs three for 99999h",
			"proofs three until 2026-12-01T06:00Z", "proofs two from 2026-12-01T06:00Z until 2026-12-01T00:00Z",
			"proofs two from 2026-13-01T00:00Z for 1h", "proofs two from yesterday for 1h",
			"proofs three for 1h and more", "proofs two from 1970-01-01T00:00Z until 1970-01-01T12:00Z" })
	void whatIsNoneIsRefused(String line) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> ProofLine.parse(line));
	}

}
