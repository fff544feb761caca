package org.web3ecosystem.stoq.join;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AllowanceTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final Allowance allowance = new Allowance(2, now::get);

	@Test
	void anAddressIsHeardSoOftenAndAgainLater() {
		InetAddress address = InetAddress.ofLiteral("10.0.0.1");
		assertThat(allowance.spend(address)).isTrue();
		assertThat(allowance.spend(address)).isTrue();
		assertThat(allowance.spend(address)).isFalse();
		now.updateAndGet(before -> before.plus(Duration.ofSeconds(30)));
		assertThat(allowance.spend(address)).isTrue();
		assertThat(allowance.spend(address)).isFalse();
	}

	@Test
	void oneWhoKnocksTooOftenSilencesNobodyElse() {
		exhaust("10.0.0.1");
		assertThat(allowance.spend(InetAddress.ofLiteral("10.0.0.2"))).isTrue();
	}

	@Test
	void anIpv6NetworkIsOneVisitor() {
		exhaust("2001:db8:0:1::1");
		assertThat(allowance.spend(InetAddress.ofLiteral("2001:db8:0:1:ffff::2"))).isFalse();
		assertThat(allowance.spend(InetAddress.ofLiteral("2001:db8:0:2::1"))).isTrue();
	}

	@Test
	void aClockThatGoesBackGivesNothing() {
		exhaust("10.0.0.1");
		now.set(Instant.EPOCH.minusSeconds(600));
		assertThat(allowance.spend(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
	}

	private void exhaust(String address) {
		for (int i = 0; i < 3; i++) {
			allowance.spend(InetAddress.ofLiteral(address));
		}
	}

}
