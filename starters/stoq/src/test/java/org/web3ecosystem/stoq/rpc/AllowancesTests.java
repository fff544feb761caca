package org.web3ecosystem.stoq.rpc;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.stoq.wire.PeerLimits;

import static org.assertj.core.api.Assertions.assertThat;

class AllowancesTests {

	private static final PeerLimits LIMITS = new PeerLimits(2, 10, 3);

	private Instant now = Instant.EPOCH;

	private final Allowances allowances = new Allowances(LIMITS, 2, () -> now);

	private final NodeId peer = peer(1);

	@Test
	void givesABurstAndThenSoManyASecond() {
		PeerAllowance allowance = allowances.enter(peer);
		assertThat(spent(allowance, 5)).isEqualTo(3);
		now = now.plusMillis(100);
		assertThat(spent(allowance, 5)).isEqualTo(1);
		now = now.plusSeconds(3600);
		assertThat(spent(allowance, 5)).isEqualTo(3);
	}

	@Test
	void aClockThatIsSetBackGivesAndTakesNothing() {
		PeerAllowance allowance = allowances.enter(peer);
		assertThat(spent(allowance, 2)).isEqualTo(2);
		now = now.minusSeconds(3600);
		assertThat(spent(allowance, 5)).isEqualTo(1);
		now = now.plusMillis(100);
		assertThat(spent(allowance, 5)).isEqualTo(1);
	}

	@Test
	void allConnectionsOfAPeerShareOne() {
		PeerAllowance first = allowances.enter(peer);
		PeerAllowance second = allowances.enter(peer);
		assertThat(second).isSameAs(first);
		assertThat(allowances.enter(peer(2))).isNotSameAs(first);
	}

	@Test
	void whoComesBackFindsWhatItLeft() {
		spent(allowances.enter(peer), 3);
		allowances.leave(peer);
		assertThat(spent(allowances.enter(peer), 3)).isZero();
	}

	@Test
	void whoHasARequestUnderWayIsNotForgotten() {
		PeerAllowance allowance = allowances.enter(peer);
		assertThat(allowance.requests().tryAcquire()).isTrue();
		allowances.leave(peer);
		now = now.plusSeconds(3600);
		assertThat(allowances.enter(peer).requests().availablePermits()).isEqualTo(1);
	}

	@Test
	void keepsNothingOfAPeerThatLongLeft() {
		spent(allowances.enter(peer), 3);
		allowances.leave(peer);
		now = now.plusSeconds(1);
		allowances.enter(peer(2));
		allowances.leave(peer(2));
		assertThat(allowances.size()).isZero();
	}

	@Test
	void remembersOnlySoMany() {
		for (int i = 0; i < 100; i++) {
			spent(allowances.enter(peer(i)), 1);
			allowances.leave(peer(i));
		}
		assertThat(allowances.size()).isEqualTo(2);
	}

	@Test
	void aSecondFarewellIsHarmless() {
		allowances.enter(peer);
		allowances.leave(peer);
		allowances.leave(peer);
		assertThat(allowances.size()).isZero();
	}

	private static int spent(PeerAllowance allowance, int wanted) {
		int spent = 0;
		for (int i = 0; i < wanted; i++) {
			spent += allowance.spend() ? 1 : 0;
		}
		return spent;
	}

	private static NodeId peer(int number) {
		return new NodeId(String.format("%064x", number));
	}

}
