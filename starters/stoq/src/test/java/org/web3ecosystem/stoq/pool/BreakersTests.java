package org.web3ecosystem.stoq.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.TransportException;

import static org.assertj.core.api.Assertions.assertThat;

class BreakersTests {

	private final Breakers breakers = new Breakers();

	private final AtomicInteger dialled = new AtomicInteger();

	private final NodeId peer = peer(1);

	@Test
	void aPeerThatNeverAnswersIsLeftAloneForAMomentAndOthersAreNot() {
		for (int i = 0; i < 100; i++) {
			assertThat(breakers.guard(peer, failing(new TransportException.TimedOut("nobody"))))
				.isCompletedExceptionally();
		}
		assertThat(dialled).hasValue(20);
		assertThat(breakers.guard(peer, failing(new TransportException.TimedOut("nobody"))).exceptionNow())
			.isInstanceOf(TransportException.Unreachable.class);
		assertThat(breakers.guard(peer(2), () -> CompletableFuture.completedFuture("there"))).isCompleted();
	}

	@Test
	void aPeerThatRefusesIsThere() {
		for (int i = 0; i < 100; i++) {
			assertThat(breakers.guard(peer, failing(new TransportException.RefusedIdentity("no", true))).exceptionNow())
				.isInstanceOf(TransportException.RefusedIdentity.class);
		}
		assertThat(dialled).hasValue(100);
	}

	@Test
	void onlySoManyPeersAreRemembered() {
		for (int i = 0; i < 3_000; i++) {
			breakers.guard(peer(i), () -> CompletableFuture.completedFuture("there"));
		}
		assertThat(breakers.size()).isEqualTo(1024);
	}

	private Supplier<CompletableFuture<String>> failing(Exception how) {
		return () -> {
			dialled.incrementAndGet();
			return CompletableFuture.failedFuture(how);
		};
	}

	private static NodeId peer(int number) {
		return new NodeId(String.format("%064x", number));
	}

}
