package org.web3ecosystem.trustchain.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.trustchain.acme.problem.AcmeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RateLimitTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

	@Test
	void soManyAtOnceAndThenOneAfterTheOther() {
		RateLimit limit = new RateLimit("things", 4, now::get);
		for (int i = 0; i < 4; i++) {
			limit.count("a");
		}
		assertThat(wait(limit, "a")).isEqualTo(Duration.ofMinutes(15));
		limit.count("b");
		now.set(now.get().plus(Duration.ofMinutes(15)));
		limit.count("a");
		assertThat(wait(limit, "a")).isEqualTo(Duration.ofMinutes(15));
		now.set(now.get().plus(Duration.ofHours(5)));
		for (int i = 0; i < 4; i++) {
			limit.count("a");
		}
		assertThat(wait(limit, "a")).isPositive();
	}

	@Test
	void whoIsRememberedIsBounded() {
		RateLimit limit = new RateLimit("things", 1, now::get);
		limit.count("first");
		for (int i = 0; i < RateLimit.MAX_KEYS; i++) {
			limit.count("k" + i);
		}
		limit.check("first");
		assertThat(wait(limit, "k" + (RateLimit.MAX_KEYS - 1))).isPositive();
	}

	@Test
	void anAddressOfIpv6IsItsSubnet() {
		assertThat(source("2001:db8::1")).isEqualTo(source("2001:db8::ffff:1")).isNotEqualTo(source("2001:db8:0:1::1"));
		assertThat(source("192.0.2.1")).isNotEqualTo(source("192.0.2.2"));
	}

	private static String source(String address) {
		return new Call(TestClient.LINKS, "/", new byte[0], IpLiteral.parse(address)).source();
	}

	private static Duration wait(RateLimit limit, String key) {
		return assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> limit.count(key))
			.actual()
			.retryAfter()
			.orElseThrow();
	}

}
