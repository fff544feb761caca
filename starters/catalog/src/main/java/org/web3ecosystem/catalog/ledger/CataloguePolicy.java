package org.web3ecosystem.catalog.ledger;

import java.time.Duration;

import org.web3ecosystem.catalog.entry.Manifest;

/**
 * What the catalogue costs and how often holders are asked. Part of the rules of the
 * ledger: every validator has the same, so it is no setting.
 *
 * @param window how long a challenge stands, by consensus time
 * @param fee what publishing anything costs
 * @param feePerKibibyte what each KiB of declared blobs costs besides
 */
public record CataloguePolicy(Duration window, long fee, long feePerKibibyte) {

	private static final Duration MAX_WINDOW = Duration.ofDays(1);

	private static final long KIBIBYTE = 1_024;

	/** A challenge a minute; 1000 units and one for each KiB. */
	public static final CataloguePolicy DEFAULT = new CataloguePolicy(Duration.ofMinutes(1), 1_000, 1);

	public CataloguePolicy {
		if (window.isNegative() || window.isZero() || window.compareTo(MAX_WINDOW) > 0 || fee < 0
				|| feePerKibibyte < 0) {
			throw new IllegalArgumentException("a window is positive and at most a day, a fee not negative");
		}
	}

	/** What publishing costs. */
	public long fee(Manifest manifest) {
		long kibibytes = Math.ceilDiv(manifest.size(), KIBIBYTE);
		return Math.addExact(fee, Math.multiplyExact(feePerKibibyte, kibibytes));
	}

	/** Byte-seconds since the last proof, as far as they count: one window. */
	long served(long size, Duration since) {
		long millis = Math.clamp(since.toMillis(), 0, window.toMillis());
		return Math.multiplyExact(size, millis) / Duration.ofSeconds(1).toMillis();
	}

}
