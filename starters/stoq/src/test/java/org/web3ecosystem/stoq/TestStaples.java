package org.web3ecosystem.stoq;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.spi.trust.StatusStaples;

/** Staples that say in plain words what they say, of whatever leaf. */
public final class TestStaples implements StatusStaples {

	private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

	private volatile Optional<byte[]> shown;

	private TestStaples(Optional<byte[]> shown) {
		this.shown = shown;
	}

	public static TestStaples nothing() {
		return new TestStaples(Optional.empty());
	}

	public static TestStaples saying(String word) {
		return new TestStaples(Optional.of(word.getBytes(StandardCharsets.UTF_8)));
	}

	public static TestStaples showing(byte[] bytes) {
		return new TestStaples(Optional.of(bytes));
	}

	/** From now on. */
	public void say(String word) {
		shown = Optional.of(word.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public Optional<byte[]> own(CertificateChain chain) {
		return shown;
	}

	@Override
	public StapleFinding judge(CertificateChain chain, byte[] staple) {
		return switch (new String(staple, StandardCharsets.UTF_8)) {
			case "good" -> new StapleFinding.Good(THEN, THEN.plusSeconds(3600), false);
			case "revoked" -> new StapleFinding.Revoked(THEN);
			case "stale" -> new StapleFinding.Stale(THEN, THEN);
			default -> new StapleFinding.Wrong("not said here");
		};
	}

}
