package org.web3ecosystem.trustchain.acme.store;

import org.web3ecosystem.trustchain.acme.MemoryStore;

/** What other tests rest on keeps the laws too. */
class MemoryStoreTests extends AcmeStoreContract {

	@Override
	AcmeStore open() {
		return new MemoryStore();
	}

}
