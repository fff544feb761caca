package org.web3ecosystem.stoq.tls;

import java.security.KeyPair;

import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * What the node shows. Once an issued certificate is shown there is no way back to a
 * self-signed one: {@link Current} has no transition to {@link SelfSigned}.
 *
 * <pre>
 *   SelfSigned ──issued──▶ Current ──renewed──▶ Current
 *      │  ▲
 *      └──┘ renewed
 * </pre>
 */
public sealed interface Identity {

	KeyPair keys();

	CertificateChain chain();

	/** Provisional: nobody but the node itself vouches for it. */
	record SelfSigned(KeyPair keys, CertificateChain chain) implements Identity {

		public SelfSigned {
			if (!chain.isSelfIssued()) {
				throw new IllegalArgumentException("an issued chain is not self-signed");
			}
		}

		Identity replacedBy(Identity next) {
			return next;
		}

		@Override
		public String toString() {
			return "SelfSigned[" + chain.leaf().getSerialNumber().toString(16) + "]";
		}

	}

	/** Issued by somebody the federation trusts. */
	record Current(KeyPair keys, CertificateChain chain) implements Identity {

		public Current {
			if (chain.isSelfIssued()) {
				throw new IllegalArgumentException("a self-signed chain is not issued");
			}
		}

		Current replacedBy(Current next) {
			return next;
		}

		@Override
		public String toString() {
			return "Current[" + chain.leaf().getSerialNumber().toString(16) + "]";
		}

	}

	static Identity of(KeyPair keys, CertificateChain chain) {
		return chain.isSelfIssued() ? new SelfSigned(keys, chain) : new Current(keys, chain);
	}

	/**
	 * This identity after {@code next} was obtained.
	 * @throws UnusableIdentityException if that would be a way back
	 */
	default Identity then(Identity next) {
		return switch (this) {
			case SelfSigned provisional -> provisional.replacedBy(next);
			case Current current when next instanceof Current issued -> current.replacedBy(issued);
			case Current current -> throw new UnusableIdentityException(
					"the self-signed identity is retired: " + next + " cannot replace " + current);
		};
	}

	default boolean isProvisional() {
		return this instanceof SelfSigned;
	}

}
