package org.web3ecosystem.bench.trust;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The signatures of a provider and nothing else of it, before all other providers while
 * this is open, so that one process measures both.
 */
final class SignaturesOf extends Provider implements AutoCloseable {

	private static final long serialVersionUID = 1L;

	private static final List<String> ALGORITHMS = List.of("Ed25519", "SHA256withECDSA", "SHA384withECDSA");

	SignaturesOf(Provider from) {
		super("BenchSignatures", from.getVersionStr(), "signatures of " + from.getName());
		for (String algorithm : ALGORITHMS) {
			putService(new Borrowed(this, algorithm, from.getService("Signature", algorithm)));
		}
		Security.insertProviderAt(this, 1);
	}

	@Override
	public void close() {
		Security.removeProvider(getName());
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
