package org.web3ecosystem.stoq.join;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.stoq.Fuzz;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;

/** Both sides of the join door, given what is nearly right. */
class JoinFuzzTests {

	private final TestFederation federation = new TestFederation(1);

	@Test
	void theDoorReadsARequestOrRefusesIt() {
		byte[] body = JoinCodec
			.request(JoinRequests.of(new byte[40], NodeKey.generate(), "node-9", TestFederation.keys()))
			.body();
		Fuzz.of(List.of(body), input -> JoinCodec.request(new Frame(FrameType.JOIN_REQUEST, input)),
				Set.of(CborException.class));
	}

	@Test
	void aJoinerReadsTheRootOrRefusesIt() throws Exception {
		byte[] body = JoinCodec.root(federation.node(0).genesis().root()).body();
		Fuzz.of(List.of(body), input -> JoinCodec.certificate(JoinCodec.root(new Frame(FrameType.JOIN_ROOT, input))),
				Set.of(CborException.class));
	}

	@Test
	void aJoinerReadsItsAdmissionOrRefusesIt() {
		Admission admission = new Admission(new byte[200],
				federation.issue(TestFederation.keys().getPublic(), federation.node(0).id()), "node-9.node.test");
		Fuzz.of(List.of(JoinCodec.admission(admission).body()),
				input -> JoinCodec.admission(new Frame(FrameType.JOIN_ADMISSION, input)), Set.of(CborException.class));
	}

	@Test
	void aJoinerReadsARefusalOrRefusesIt() {
		Fuzz.of(List.of(JoinCodec.refusal("the token was used before").body()),
				input -> JoinCodec.refusal(new Frame(FrameType.JOIN_REFUSAL, input)), Set.of(CborException.class));
	}

}
