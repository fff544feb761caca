package org.web3ecosystem.trustchain.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.trustchain.acme.problem.AcmeException;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NoncesTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

	private final Nonces nonces = new Nonces(now::get);

	@Test
	void oneIsGoodOnce() {
		String nonce = nonces.next();
		nonces.use(nonce);
		refused(nonce);
	}

	@Test
	void oneIsGoodForAWhile() {
		String nonce = nonces.next();
		String other = nonces.next();
		now.set(now.get().plus(Nonces.LIFE));
		nonces.use(nonce);
		now.set(now.get().plusMillis(1));
		refused(other);
	}

	@Test
	void oneOfAnotherProcessIsNotGood() {
		refused(new Nonces(now::get).next());
	}

	@Test
	void noneIsMadeOfAnother() {
		String nonce = nonces.next();
		for (int i = 0; i < nonce.length(); i++) {
			refused(nonce.substring(0, i) + ((nonce.charAt(i) == 'A') ? 'B' : 'A') + nonce.substring(i + 1));
			refused(nonce.substring(0, i));
		}
		assertThatCode(() -> nonces.use(nonce)).doesNotThrowAnyException();
	}

	/** Asking for many takes nobody else's away. */
	@Test
	void thoseThatAreNotUsedTakeNoMemory() {
		String first = nonces.next();
		for (int i = 0; i < 3 * Nonces.MAX_USED; i++) {
			nonces.next();
		}
		nonces.use(first);
	}

	@Test
	void ofThoseThatWereUsedNoneIsGoodAgainThoughItIsForgotten() {
		String first = nonces.next();
		nonces.use(first);
		for (int i = 0; i < Nonces.MAX_USED + 10; i++) {
			nonces.use(nonces.next());
		}
		refused(first);
	}

	@Test
	void aClockThatWentBackMakesNoneGood() {
		String nonce = nonces.next();
		now.set(now.get().minus(Duration.ofSeconds(1)));
		refused(nonce);
	}

	private void refused(String nonce) {
		assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> nonces.use(nonce));
	}

}
