package org.web3ecosystem.trustchain.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

import org.web3ecosystem.spi.health.Criterion.Finding;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TrustAnchors;

/**
 * Authorities can be replaced: this node follows what the federation says of roots and
 * tainted authorities, which is all that a replacement asks of it.
 */
public final class RotationFollowed implements Supplier<Finding> {

	private static final Duration LATELY = Duration.ofMinutes(1);

	private final TrustAnchors anchors;

	private final TaintedAuthorities tainted;

	private final InstantSource clock;

	public RotationFollowed(TrustAnchors anchors, TaintedAuthorities tainted, InstantSource clock) {
		this.anchors = anchors;
		this.tainted = tainted;
		this.clock = clock;
	}

	@Override
	public Finding get() {
		Optional<Instant> read = tainted.asOf().filter(at -> at.plus(LATELY).isAfter(clock.instant()));
		return read.isPresent()
				? Finding.met("the ledger was read for roots (" + anchors.all().size() + ") and tainted authorities ("
						+ tainted.all().size() + ") within a minute")
				: Finding.waitingFor("the ledger to be read for roots and tainted authorities");
	}

}
