package org.web3ecosystem.trustchain.update;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.discovery.Name;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalLogTests {

	private static final Name KEY = new Name("key");

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final RefusalLog log = new RefusalLog(() -> now);

	@Test
	void ofManyRefusalsOneIsWrittenInASecondAndHowManyThereWere() {
		assertThat(log.refused(KEY)).contains(1L);
		for (int i = 0; i < 1000; i++) {
			assertThat(log.refused(KEY)).isEmpty();
		}
		assertThat(log.refused(new Name("other"))).as("by another key").contains(1L);
		now = now.plus(RefusalLog.PERIOD);
		assertThat(log.refused(KEY)).contains(1001L);
		assertThat(log.refused(KEY)).isEmpty();
	}

}
