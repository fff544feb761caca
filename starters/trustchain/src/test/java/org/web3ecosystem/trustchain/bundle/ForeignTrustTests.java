package org.web3ecosystem.trustchain.bundle;

import java.nio.file.Path;
import java.security.KeyPair;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.ForeignTrust;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spitest.trust.ForeignTrustContract;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.TestAuthority;

/** The laws, over TLS. */
class ForeignTrustTests extends ForeignTrustContract {

	@TempDir
	private Path directory;

	private TwoFederations two;

	private ForeignBundles bundles;

	@BeforeEach
	void admit() {
		two = new TwoFederations(directory);
		two.admit();
		// the same roots for another zone: what is permitted there is this federation's
		// to say
		two.admitUnseen(otherDomain());
		bundles = two.bundles();
	}

	@AfterEach
	void close() {
		two.close();
	}

	@Override
	protected ForeignTrust trust() {
		return bundles;
	}

	@Override
	protected ForeignTrust unreached() {
		return two.bundles(two.client(false), directory.resolve("others"));
	}

	@Override
	protected String domain() {
		return TwoFederations.OTHER;
	}

	@Override
	protected String otherDomain() {
		return "third.example";
	}

	@Override
	protected String ownDomain() {
		return Federation.ZONE;
	}

	@Override
	protected CertificateChain peer() {
		return two.authority().issue(Purpose.NODE);
	}

	@Override
	protected CertificateChain server() {
		KeyPair keys = TestAuthority.keys();
		return two.authority()
			.issue(keys, Purpose.SERVER, two.other.node(1).id(), "node1", "shop." + TwoFederations.OTHER);
	}

	@Override
	protected CertificateChain own() {
		try (TestAuthority authority = new TestAuthority(two.own.node(1), two::now)) {
			return authority.issue(Purpose.NODE);
		}
	}

}
