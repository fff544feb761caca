package org.web3ecosystem.trustchain.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.web3ecosystem.spi.health.Criterion.Finding;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ct.Precertificates;
import org.web3ecosystem.trustchain.ct.SignedTimestamp;

/**
 * Whether the certificate that this node shows has the timestamp of a log in it.
 *
 * @param published what the transport shows now
 */
public record TimestampsShown(Supplier<Optional<CertificateChain>> published) implements Supplier<Finding> {

	@Override
	public Finding get() {
		Optional<CertificateChain> chain = published.get();
		if (chain.isEmpty()) {
			return Finding.waitingFor("the transport to show a certificate");
		}
		List<SignedTimestamp> timestamps = Precertificates.timestamps(Digest.encoded(chain.get().leaf()));
		return timestamps.isEmpty() ? Finding.waitingFor("a certificate with a log's timestamp")
				: Finding.met("the certificate was logged at " + timestamps.getFirst().timestamp());
	}

}
