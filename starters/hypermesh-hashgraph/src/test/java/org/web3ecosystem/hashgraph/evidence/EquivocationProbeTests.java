package org.web3ecosystem.hashgraph.evidence;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;

class EquivocationProbeTests {

	@Test
	void theDrillIsCaught() {
		assertThatCode(EquivocationProbe::run).doesNotThrowAnyException();
	}

}
