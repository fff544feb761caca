package org.web3ecosystem.spitest.trust;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.spi.trust.StatusStaples;

import static org.assertj.core.api.Assertions.assertThat;

/** The laws of {@link StatusStaples}. */
public abstract class StatusStaplesContract {

	private static final int GARBAGE = 2000;

	/** What is tested. */
	protected abstract StatusStaples staples();

	/**
	 * A new leaf of this node, which it shows from now on, with the issuer's word on it
	 * at hand.
	 */
	protected abstract CertificateChain shown();

	/** A leaf of the same issuer that is not shown. */
	protected abstract CertificateChain other();

	/** Has the issuer take a leaf back, and its word renewed. */
	protected abstract void revoke(CertificateChain leaf);

	/** Lets time pass, or goes back. */
	protected abstract void pass(Duration time);

	@Test
	void whatIsOwnIsFoundGoodForItsChain() {
		CertificateChain chain = shown();
		byte[] staple = own(chain);
		assertThat(staple.length).isLessThanOrEqualTo(StatusStaples.MAX_BYTES);
		assertThat(staples().judge(chain, staple)).isInstanceOf(StapleFinding.Good.class);
	}

	@Test
	void thereIsNoneForALeafThatIsNotShown() {
		shown();
		assertThat(staples().own(other())).isEmpty();
	}

	@Test
	void goodCountsForItsTimeAndIsStaleBeforeAndAfter() {
		CertificateChain chain = shown();
		byte[] staple = own(chain);
		pass(Duration.ofDays(1));
		assertThat(staples().judge(chain, staple)).isInstanceOf(StapleFinding.Stale.class);
		pass(Duration.ofDays(-2));
		assertThat(staples().judge(chain, staple)).isInstanceOf(StapleFinding.Stale.class);
		assertThat(staples().own(chain)).as("what does not count is not shown").isEmpty();
	}

	@Test
	void revokedCountsWhateverTheAgeOfTheWord() {
		CertificateChain chain = shown();
		revoke(chain);
		byte[] staple = own(chain);
		assertThat(staples().judge(chain, staple)).isInstanceOf(StapleFinding.Revoked.class);
		pass(Duration.ofDays(10));
		assertThat(staples().judge(chain, staple)).isInstanceOf(StapleFinding.Revoked.class);
	}

	@Test
	void oneOfAnotherLeafIsWrong() {
		byte[] staple = own(shown());
		assertWrong(other(), staple);
	}

	@Test
	void oneThatTheIssuerDidNotSignIsWrong() {
		CertificateChain chain = shown();
		byte[] staple = own(chain);
		for (int bit = 0; bit < staple.length * 8; bit++) {
			byte[] flipped = staple.clone();
			flipped[bit / 8] ^= (byte) (1 << bit % 8);
			assertWrong(chain, flipped);
		}
	}

	@Test
	void garbageIsWrongAndNothingIsThrown() {
		CertificateChain chain = shown();
		byte[] staple = own(chain);
		for (int length = 0; length < staple.length; length++) {
			assertWrong(chain, Arrays.copyOf(staple, length));
		}
		assertWrong(chain, Arrays.copyOf(staple, staple.length + 1));
		assertWrong(chain, new byte[StatusStaples.MAX_BYTES + 1]);
		Random random = new Random(7);
		for (int i = 0; i < GARBAGE; i++) {
			byte[] bytes = new byte[random.nextInt(StatusStaples.MAX_BYTES)];
			random.nextBytes(bytes);
			assertWrong(chain, bytes);
		}
	}

	@Test
	void aChainWithoutAnIssuerHasNoWord() {
		CertificateChain chain = shown();
		assertWrong(new CertificateChain(List.of(chain.leaf())), own(chain));
	}

	private byte[] own(CertificateChain chain) {
		return staples().own(chain).orElseThrow();
	}

	private void assertWrong(CertificateChain chain, byte[] staple) {
		assertThat(staples().judge(chain, staple)).isInstanceOf(StapleFinding.Wrong.class);
	}

}
