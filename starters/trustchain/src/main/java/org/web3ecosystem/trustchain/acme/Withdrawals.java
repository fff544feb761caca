package org.web3ecosystem.trustchain.acme;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What this node has heard against certificates that it issued, by whatever way it was
 * said.
 */
@FunctionalInterface
public interface Withdrawals {

	/**
	 * Where at this node it stands why a certificate is to be replaced now, though it has
	 * not ended; empty if it is not.
	 * @param chain leaf first
	 * @return a path
	 * @throws org.web3ecosystem.spi.UnavailableException if that cannot be told now
	 */
	Optional<String> find(List<X509Certificate> chain);

}
