package org.web3ecosystem.trustchain.acme.store;

import java.nio.file.Path;

/** Stores accounts and says of each that it is stored, until it is killed. */
final class KilledStore {

	private KilledStore() {
	}

	public static void main(String[] arguments) {
		AcmeStore store = Database.in(Path.of(arguments[0])).open(AcmeStoreContract.OWNER);
		for (int i = 0; i < 100_000; i++) {
			if (!store.add(AcmeStoreContract.account("account" + i))) {
				throw new IllegalStateException("not stored");
			}
			System.out.println(i);
			System.out.flush();
		}
	}

}
