package org.web3ecosystem.bootstrap.signature;

import java.security.Provider;
import java.security.Security;
import java.util.Locale;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;

/** Who can make and check signatures, fastest first. */
public enum SignatureProvider {

	/** BoringSSL; has a native part, which not every machine can load. */
	CONSCRYPT {
		@Override
		Provider open() {
			return Conscrypt.newProviderBuilder().provideTrustManager(false).build();
		}
	},
	/** Bouncy Castle, all Java. */
	BOUNCY_CASTLE {
		@Override
		Provider open() {
			return new BouncyCastleProvider();
		}
	},
	/** What the JDK has by itself. */
	JDK {
		@Override
		Provider open() {
			return Security.getProvider("SunEC");
		}
	};

	/**
	 * A new instance, registered nowhere.
	 * @throws LinkageError if its native part cannot be loaded
	 */
	abstract Provider open();

	/** As a setting spells it. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
