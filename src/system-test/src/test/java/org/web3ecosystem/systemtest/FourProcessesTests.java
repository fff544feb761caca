package org.web3ecosystem.systemtest;

import java.nio.file.Path;

import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.TestFederation;

/** {@code init} and four times {@code java -jar}: the gate. */
class FourProcessesTests extends FederationContract {

	@Override
	TestFederation found(Path directory) {
		return new Processes(directory);
	}

}
