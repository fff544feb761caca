package org.web3ecosystem.bootstrap.signature;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;

import org.jspecify.annotations.Nullable;

/**
 * The signatures of another provider and nothing else of it, to stand before all other
 * providers. A key that it cannot read, one in a hardware module for instance, goes to
 * the next.
 */
final class PreferredSignatures extends Provider {

	static final String NAME = "Web3Signatures";

	private static final long serialVersionUID = 1L;

	PreferredSignatures(Provider from) {
		super(NAME, from.getVersionStr(), "signatures of " + from.getName());
		for (String algorithm : SelfTest.ALGORITHMS) {
			putService(new Borrowed(this, algorithm, from.getService("Signature", algorithm)));
		}
	}

	private static final class Borrowed extends Service {

		private final Service lender;

		Borrowed(Provider owner, String algorithm, Service lender) {
			super(owner, "Signature", algorithm, lender.getClassName(), null, null);
			this.lender = lender;
		}

		@Override
		public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
			return lender.newInstance(parameter);
		}

		@Override
		public boolean supportsParameter(Object key) {
			return lender.supportsParameter(key);
		}

	}

}
