package org.web3ecosystem.spi;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One way to do something, under the name by which the phase table knows it. Conditions
 * decide at start which offers exist; the table decides at run time which of them sit.
 *
 * @param name the name in the table, such as {@code traditional} or {@code trustchain}
 * @param seat the SPI type this is an offer for
 * @param value what does it
 * @param probe answers within milliseconds, without a network round trip, whether the
 * offer would answer now: {@link Verdict.Accepted} or {@link Verdict.Unavailable}
 * @param stopgap answers as quickly whether the offer makes do with something lesser now
 * @param <T> the SPI type
 */
public record Offer<T>(String name, Class<T> seat, T value, Supplier<Verdict> probe,
		Supplier<Optional<Stopgap>> stopgap) {

	/** An offer that answers in one way only. */
	public Offer(String name, Class<T> seat, T value, Supplier<Verdict> probe) {
		this(name, seat, value, probe, Optional::empty);
	}

	/** An offer that is available whenever its process is. */
	public static <T> Offer<T> always(String name, Class<T> seat, T value) {
		return new Offer<>(name, seat, value, Verdict::accepted);
	}

}
