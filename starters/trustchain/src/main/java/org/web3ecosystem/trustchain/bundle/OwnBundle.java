package org.web3ecosystem.trustchain.bundle;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.trustchain.ledger.Taint;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TrustAnchors;
import org.web3ecosystem.trustchain.path.Anchor;

/**
 * This federation's bundle: its roots but those that are tainted and whose time has come.
 * It follows from what the ledger orders, so every node comes to the same; the sequence
 * counts what was ordered.
 */
public final class OwnBundle {

	/**
	 * A root is announced long before it signs; a taint is the one thing that hurries.
	 */
	static final Duration REFRESH = Duration.ofMinutes(5);

	private final TrustAnchors anchors;

	private final TaintedAuthorities tainted;

	private final InstantSource clock;

	public OwnBundle(TrustAnchors anchors, TaintedAuthorities tainted, InstantSource clock) {
		this.anchors = anchors;
		this.tainted = tainted;
		this.clock = clock;
	}

	/** As far as this node has read the ledger. */
	public TrustBundle current() {
		List<Anchor> all = anchors.all();
		List<X509Certificate> trusted = all.stream().map(Anchor::certificate).filter(root -> !isRefused(root)).toList();
		return new TrustBundle(trusted, Optional.of(2L * all.size() - trusted.size()), Optional.of(REFRESH));
	}

	private boolean isRefused(X509Certificate root) {
		return tainted.exactly(root)
			.map(Taint::refusedFrom)
			.filter(from -> !clock.instant().isBefore(from))
			.isPresent();
	}

}
