package org.web3ecosystem.stoq.tls;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.stoq.TestFederation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

class SelfSignedCertificatesTests {

	private final TestFederation federation = new TestFederation(2);

	private final Node node = federation.node(0);

	private final KeyPair keys = TestFederation.keys();

	private final SelfSignedCertificates offer = at(Instant.now());

	private final CertificateChain chain = get(offer.certificate(request(node, false)));

	@Test
	void acceptsWhatItGave() {
		assertThat(judge(chain, Purpose.NODE, node)).isInstanceOf(Verdict.Accepted.class);
		assertThat(chain.leaf().getPublicKey()).isEqualTo(keys.getPublic());
		assertThat(chain.isSelfIssued()).isTrue();
	}

	@Test
	void rejectsItForAnotherPurposeOrAnotherNode() {
		assertThat(judge(chain, Purpose.SERVER, node)).isInstanceOf(Verdict.Rejected.class);
		assertThat(judge(chain, Purpose.OPERATOR, node)).isInstanceOf(Verdict.Rejected.class);
		assertThat(judge(chain, Purpose.NODE, federation.node(1))).isInstanceOf(Verdict.Rejected.class);
		assertThat(judge(chain, Purpose.NODE, federation.outsider())).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void rejectsItOutsideItsTime() {
		Verdict late = get(at(Instant.now().plus(Duration.ofDays(2))).validate(chain, Purpose.NODE, node.id()));
		assertThat(late).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void cannotJudgeAnIssuedOne() {
		CertificateChain issued = federation.issue(keys.getPublic(), node.id());
		assertThat(judge(issued, Purpose.NODE, node)).isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void rejectsAChainThatOnlyBeginsSelfSigned() {
		CertificateChain longer = new CertificateChain(List.of(chain.leaf(), federation.root()));
		assertThat(judge(longer, Purpose.NODE, node)).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void givesNoneOnceAPeerHasRefusedItNorToWhomTheRosterDoesNotName() {
		assertThatThrownBy(() -> get(offer.certificate(request(node, true)))).isInstanceOf(UnavailableException.class);
		assertThatThrownBy(() -> get(offer.certificate(request(federation.outsider(), false))))
			.isInstanceOf(UnavailableException.class);
	}

	private Verdict judge(CertificateChain shown, Purpose purpose, Node subject) {
		return get(offer.validate(shown, purpose, subject.id()));
	}

	private CertificateRequest request(Node subject, boolean refused) {
		return new CertificateRequest(keys, Purpose.NODE, subject.id(), List.of("node1.node.test.internal"), refused);
	}

	private SelfSignedCertificates at(Instant now) {
		InstantSource clock = InstantSource.fixed(now);
		return new SelfSignedCertificates(federation.genesis(), clock);
	}

}
