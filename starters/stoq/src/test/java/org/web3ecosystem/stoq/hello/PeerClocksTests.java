package org.web3ecosystem.stoq.hello;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.stoq.TestFederation;

import static org.assertj.core.api.Assertions.assertThat;

class PeerClocksTests {

	private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

	private final TestFederation federation = new TestFederation(4);

	private final PeerClocks clocks = new PeerClocks(federation.node(0), InstantSource.fixed(NOW));

	@Test
	void isWrongWhenMoreThanMayLieSaySo() {
		clocks.heard(peer(1), NOW.minus(Duration.ofHours(1)));
		assertThat(clocks.trouble()).as("one of four may lie").isEmpty();
		clocks.heard(peer(2), NOW.minus(Duration.ofMinutes(59)));
		assertThat(clocks.trouble()).get().asString().contains("60 min ahead of", "other validators", "set it");
	}

	@Test
	void tellsBehindFromAhead() {
		clocks.heard(peer(1), NOW.plus(Duration.ofHours(1)));
		clocks.heard(peer(2), NOW.minus(Duration.ofHours(1)));
		assertThat(clocks.trouble()).as("they do not agree").isEmpty();
		clocks.heard(peer(3), NOW.plus(Duration.ofHours(1)));
		assertThat(clocks.trouble()).get().asString().contains("60 min behind");
	}

	@Test
	void isRightAgainWhenTheyAgreeAgain() {
		clocks.heard(peer(1), NOW.plus(Duration.ofHours(1)));
		clocks.heard(peer(2), NOW.plus(Duration.ofHours(1)));
		clocks.heard(peer(2), NOW.plusSeconds(2));
		assertThat(clocks.trouble()).isEmpty();
	}

	@Test
	void allowsForWhatAHelloTakes() {
		for (int i = 1; i < 4; i++) {
			clocks.heard(peer(i), NOW.plusSeconds(59));
		}
		assertThat(clocks.trouble()).isEmpty();
	}

	@Test
	void hearsOtherValidatorsOnly() {
		clocks.heard(federation.outsider().id(), Instant.ofEpochMilli(Long.MAX_VALUE));
		clocks.heard(federation.outsider().id(), Instant.ofEpochMilli(Long.MIN_VALUE));
		clocks.heard(peer(0), Instant.ofEpochMilli(Long.MAX_VALUE));
		assertThat(clocks.trouble()).isEmpty();
		clocks.heard(peer(1), Instant.ofEpochMilli(Long.MAX_VALUE));
		clocks.heard(peer(2), Instant.ofEpochMilli(Long.MAX_VALUE));
		assertThat(clocks.trouble()).isPresent();
	}

	private NodeId peer(int index) {
		return federation.node(index).id();
	}

}
