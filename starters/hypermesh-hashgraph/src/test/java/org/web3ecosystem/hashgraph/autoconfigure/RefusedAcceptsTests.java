package org.web3ecosystem.hashgraph.autoconfigure;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import org.hiero.consensus.gossip.impl.network.PeerConnectionServer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class RefusedAcceptsTests {

	private static final Throwable NO_DESCRIPTOR = new IOException("Too many open files");

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	private Instant now = Instant.EPOCH;

	private final AtomicInteger held = new AtomicInteger();

	private final RefusedAccepts filter = new RefusedAccepts(() -> now, held::incrementAndGet);

	@Test
	void whatIsRefusedAtOnceAgainIsSaidOnceInAWhileAndTheThreadIsHeld() {
		assertThat(decide(PeerConnectionServer.class.getName(), NO_DESCRIPTOR)).isEqualTo(FilterReply.NEUTRAL);
		for (int i = 0; i < 1_000; i++) {
			assertThat(decide(PeerConnectionServer.class.getName(), NO_DESCRIPTOR)).isEqualTo(FilterReply.DENY);
		}
		assertThat(held).hasValue(1_001);

		now = now.plusSeconds(10);

		assertThat(decide(PeerConnectionServer.class.getName(), NO_DESCRIPTOR)).isEqualTo(FilterReply.NEUTRAL);
		assertThat(decide(PeerConnectionServer.class.getName(), NO_DESCRIPTOR)).isEqualTo(FilterReply.DENY);
	}

	@Test
	void everythingElseIsLoggedAndNobodyElseIsHeld() {
		for (int i = 0; i < 2; i++) {
			assertThat(decide("another", NO_DESCRIPTOR)).isEqualTo(FilterReply.NEUTRAL);
			assertThat(decide(PeerConnectionServer.class.getName(), new IllegalStateException()))
				.isEqualTo(FilterReply.NEUTRAL);
		}
		assertThat(held).hasValue(0);
	}

	@Test
	void thereIsOneForAProcess() {
		RefusedAccepts.install();
		RefusedAccepts.install();
		assertThat(context.getTurboFilterList()).filteredOn(RefusedAccepts.class::isInstance).hasSize(1);
		context.getTurboFilterList().removeIf(RefusedAccepts.class::isInstance);
	}

	private FilterReply decide(String name, Throwable thrown) {
		Logger logger = context.getLogger(name);
		return filter.decide(null, logger, Level.ERROR, "SyncServer serverSocket.accept() error", null, thrown);
	}

}
