package org.web3ecosystem.stoq.hello;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.Fuzz;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.falcon.FalconFinding;

import static org.assertj.core.api.Assertions.assertThat;

/** HELLO with its Falcon parts, given what is nearly right. */
class HelloFuzzTests {

	/** Verifying takes longer than reading: one in so many. */
	private static final int VERIFIED = 50;

	private final TestFederation federation = new TestFederation(2);

	private final CertificateChain client = leaf(0);

	private final CertificateChain server = leaf(1);

	private final Session dialled = new Session(client, server, new byte[32]);

	private final Session heard = new Session(server, client, new byte[32]);

	@Test
	void isReadOrRefusedAndWhatIsReadIsVerifiedOrWrong() {
		Self listener = self(1, FalconAlgorithm.FALCON_512);
		List<byte[]> corpus = new ArrayList<>();
		for (FalconAlgorithm algorithm : FalconAlgorithm.values()) {
			corpus.add(self(0, algorithm).hello(dialled, Role.CLIENT, Features.OURS, false)
				.with(new byte[300])
				.toCbor()
				.encode());
		}
		int[] number = { 0 };
		Fuzz.of(corpus, input -> {
			Hello hello = Hello.decode(input);
			if (number[0]++ % VERIFIED == 0) {
				assertThat(listener.look(hello, heard, Role.SERVER)).isIn(FalconFinding.VERIFIED, FalconFinding.WRONG,
						FalconFinding.MISSING);
			}
		}, Set.of(RefusedHelloException.class));
	}

	private CertificateChain leaf(int index) {
		return federation.issue(TestFederation.keys().getPublic(), federation.node(index).id());
	}

	private Self self(int index, FalconAlgorithm algorithm) {
		Node node = federation.node(index);
		Falcon falcon = new Falcon(node.home(), node.key(), algorithm, new SecureRandom());
		falcon.demand(FalconDemand.OPTIONAL);
		return new Self(node, Epoch.GENESIS,
				new PeerClocks(node, InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L))), falcon);
	}

}
