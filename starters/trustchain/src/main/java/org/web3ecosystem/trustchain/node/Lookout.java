package org.web3ecosystem.trustchain.node;

import org.web3ecosystem.trustchain.bundle.ForeignBundles;
import org.web3ecosystem.trustchain.dns.ZoneSigning;
import org.web3ecosystem.trustchain.monitor.Cosignatures;
import org.web3ecosystem.trustchain.monitor.LogMonitor;
import org.web3ecosystem.trustchain.revocation.Staples;

/**
 * What this node looks at elsewhere while it runs.
 *
 * @param staples what issuers say of this node's leaf
 * @param monitor the logs of other validators
 * @param cosignatures what they say of this one's
 * @param foreign the bundles of foreign federations
 * @param signing the keys of the zone
 */
public record Lookout(Staples staples, LogMonitor monitor, Cosignatures cosignatures, ForeignBundles foreign,
		ZoneSigning signing) implements AutoCloseable {

	void start() {
		staples.start();
		monitor.start();
		cosignatures.start();
		foreign.start();
		signing.start();
	}

	@Override
	public void close() {
		signing.close();
		foreign.close();
		cosignatures.close();
		monitor.close();
		staples.close();
	}

}
