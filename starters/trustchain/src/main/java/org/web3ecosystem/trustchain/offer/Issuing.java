package org.web3ecosystem.trustchain.offer;

import java.util.List;
import java.util.stream.Stream;

import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.ca.StatusSigner;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/**
 * What a validator issues with.
 *
 * @param authority the authority
 * @param log where everything it issues is
 * @param former what speaks for leaves of intermediates that were replaced, until they
 * have ended
 */
public record Issuing(Authority authority, TransparencyLog log, List<StatusSigner> former) {

	public Issuing {
		former = List.copyOf(former);
	}

	/** For an authority that is the first of its validator. */
	public Issuing(Authority authority, TransparencyLog log) {
		this(authority, log, List.of());
	}

	/** What speaks for leaves that may be valid, the present intermediates first. */
	public List<StatusSigner> statuses() {
		return Stream.concat(authority.statuses().stream(), former.stream()).toList();
	}

}
