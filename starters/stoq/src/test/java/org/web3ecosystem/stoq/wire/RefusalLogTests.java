package org.web3ecosystem.stoq.wire;

import java.net.InetSocketAddress;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.stoq.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator reads of refusals, and how little a flood writes. */
class RefusalLogTests {

	private static final Origin ELSEWHERE = Origin.of(new InetSocketAddress("192.0.2.7", 4711));

	private final LogLines log = new LogLines(RefusalLog.class);

	private Instant now = Instant.EPOCH;

	private final Tally tally = new Tally(new RefusalLog(() -> now));

	@AfterEach
	void close() {
		log.close();
	}

	@Test
	void aPeerIsNamedByItsIdAndWarnedOf() {
		NodeId peer = NodeKey.generate().id();
		tally.refused(Tally.Refusal.REVOKED, Origin.of(peer), CloseCode.NO_LONGER_TRUSTED, "isolated");
		assertThat(log.lines())
			.containsExactly("WARN refused peer=" + peer.brief() + " cause=revoked code=9 why=isolated");
	}

	@Test
	void aStrangerIsNamedByItsAddress() {
		tally.refused(Tally.Refusal.TLS, ELSEWHERE, null, "no certificate");
		assertThat(log.lines()).containsExactly("INFO refused address=/192.0.2.7:4711 cause=tls why=no certificate");
	}

	@Test
	void whoRefusesThisNodeIsNamed() {
		NodeId peer = NodeKey.generate().id();
		tally.refusedBy(peer, Tally.Refusal.PROVISIONAL, CloseCode.REFUSED, "self-signed");
		tally.refusedBy(peer, Tally.Refusal.FALCON, CloseCode.FALCON, "missing");
		// the first is what every federation goes through
		assertThat(log.lines()).containsExactly(
				"INFO refused by peer=" + peer.brief() + " cause=provisional code=6 why=self-signed",
				"WARN refused by peer=" + peer.brief() + " cause=falcon code=10 why=missing");
		assertThat(tally.refusals(Tally.Refusal.FALCON)).isZero();
	}

	@Test
	void ofOneSourceAndCauseThereIsOneLineInAMinuteAndThenHowManyMoreThereWere() {
		for (int port = 1; port <= 1_000; port++) {
			tally.refused(Tally.Refusal.TLS, Origin.of(new InetSocketAddress("192.0.2.7", port)), null, "bad");
		}
		tally.refused(Tally.Refusal.HELLO, ELSEWHERE, CloseCode.REFUSED, "foreign");
		tally.refusalLog().settle();
		assertThat(log.lines()).hasSize(2);
		now = now.plus(RefusalLog.QUIET);
		tally.refusalLog().settle();
		tally.refusalLog().settle();
		assertThat(log.lines()).hasSize(3).last().asString().contains("cause=tls").endsWith("more=999");
		tally.refused(Tally.Refusal.TLS, ELSEWHERE, null, "bad");
		assertThat(log.lines()).hasSize(4);
		assertThat(tally.refusals(Tally.Refusal.TLS)).isEqualTo(1_001);
	}

	@Test
	void aFloodFromEverywhereWritesNoMoreThanSoManyLinesAMinute() {
		for (int i = 0; i < 10_000; i++) {
			tally.refused(Tally.Refusal.TOKEN, Origin.of(new InetSocketAddress("10.0." + i / 250 + "." + i % 250, 1)),
					null, "forged");
		}
		assertThat(log.lines()).hasSize(RefusalLog.MOST + 1);
		now = now.plus(RefusalLog.QUIET);
		tally.refusalLog().settle();
		assertThat(log.lines()).hasSize(RefusalLog.MOST + 2)
			.last()
			.asString()
			.endsWith("more=" + (10_000 - RefusalLog.MOST - 1) + " sources=many");
	}

	@Test
	void oneIpv6NetworkIsOneSource() {
		for (int i = 0; i < 100; i++) {
			tally.refused(Tally.Refusal.TLS,
					Origin.of(new InetSocketAddress("2001:db8::" + Integer.toHexString(i + 1), 1)), null, "bad");
		}
		assertThat(log.lines()).hasSize(1);
	}

	@Test
	void whatAStrangerSaysBreaksNoLineAndEnds() {
		tally.refused(Tally.Refusal.HELLO, ELSEWHERE, CloseCode.REFUSED,
				"one\r\ntwo\u2028\" cause=\"" + "x".repeat(100_000));
		assertThat(log.lines()).singleElement().asString().hasSizeLessThan(400).contains("one  two ' cause='x");
	}

}
