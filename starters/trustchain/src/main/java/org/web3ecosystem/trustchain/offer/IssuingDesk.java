package org.web3ecosystem.trustchain.offer;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.trustchain.ca.Authority;

/**
 * Where this node's authority is found while it runs. Offers exist from the start, the
 * authority only between start and close of the component.
 */
public final class IssuingDesk {

	private volatile @Nullable Issuing issuing;

	/** What this node issues with now. */
	public Optional<Issuing> current() {
		return Optional.ofNullable(issuing);
	}

	/** This node's authority, if it runs. */
	public Optional<Authority> authority() {
		return current().map(Issuing::authority);
	}

	/** From now on requests are served. */
	public void open(Issuing with) {
		issuing = with;
	}

	/** From now on they are not. */
	public void close() {
		issuing = null;
	}

}
