package org.web3ecosystem.caesar.autoconfigure;

import java.util.function.Supplier;

import org.web3ecosystem.caesar.ledger.TransferId;

/** The id that an idempotency key names, given once. */
final class OneId implements Supplier<TransferId> {

	private final TransferId id;

	private boolean given;

	OneId(TransferId id) {
		this.id = id;
	}

	@Override
	public TransferId get() {
		if (given) {
			throw Asked.bad("an Idempotency-Key names one transfer; linked ones carry ids of their own");
		}
		given = true;
		return id;
	}

	/** An id in the body has to be the same one. */
	void confirm(TransferId inBody) {
		if (!get().equals(inBody)) {
			throw Asked.bad("the Idempotency-Key is not the id in the body");
		}
	}

}
