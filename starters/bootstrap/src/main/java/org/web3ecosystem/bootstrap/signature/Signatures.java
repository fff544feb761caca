package org.web3ecosystem.bootstrap.signature;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the signatures of one provider before those of all others, for the whole JVM:
 * Ed25519 and ECDSA, whoever asks for them by
 * {@link java.security.Signature#getInstance(String)}, certificate paths and TLS of the
 * JDK included. A provider counts only if it passes its {@link SelfTest}. Thread-safe.
 */
public final class Signatures {

	private static final Logger logger = LoggerFactory.getLogger(Signatures.class);

	private static @Nullable Preferred preferred;

	private Signatures() {
	}

	/**
	 * Whose signatures are preferred.
	 *
	 * @param provider who
	 * @param version of it
	 */
	public record Preferred(SignatureProvider provider, String version) {
	}

	/**
	 * Prefers a provider. All nodes of one JVM share it, so the first choice stands.
	 * @param only who must be it; empty for the fastest that works
	 * @throws IllegalStateException if that one does not work, or another was chosen in
	 * this JVM
	 */
	public static synchronized Preferred prefer(Optional<SignatureProvider> only) {
		Preferred now = preferred;
		if (now == null) {
			now = only.map(Signatures::forced).orElseGet(Signatures::fastest);
			preferred = now;
			// a node that does not start says why and nothing else; the metric tells it
			// too
			logger.atDebug()
				.addKeyValue("provider", now.provider())
				.addKeyValue("version", now.version())
				.log("signatures are made and checked by a provider that passed its self-test");
		}
		else if (only.isPresent() && only.get() != now.provider()) {
			throw new IllegalStateException("signatures of this process are made by " + now.provider()
					+ " already, which all of its nodes share");
		}
		return now;
	}

	private static Preferred forced(SignatureProvider provider) {
		try {
			return tried(provider);
		}
		catch (GeneralSecurityException | RuntimeException | LinkageError unfit) {
			throw new IllegalStateException(provider + " does not work here: " + unfit.getMessage(), unfit);
		}
	}

	private static Preferred fastest() {
		List<String> reasons = new ArrayList<>();
		for (SignatureProvider provider : SignatureProvider.values()) {
			try {
				return tried(provider);
			}
			catch (GeneralSecurityException | RuntimeException | LinkageError unfit) {
				logger.atWarn()
					.addKeyValue("provider", provider)
					.addKeyValue("because", String.valueOf(unfit.getMessage()))
					.log("signatures are slower: a provider does not work here");
				reasons.add(provider + ": " + unfit.getMessage());
			}
		}
		throw new IllegalStateException("nobody makes signatures here: " + reasons);
	}

	private static Preferred tried(SignatureProvider provider) throws GeneralSecurityException {
		Provider opened = provider.open();
		SelfTest.pass(opened);
		if (provider != SignatureProvider.JDK) {
			Security.insertProviderAt(new PreferredSignatures(opened), 1);
		}
		return new Preferred(provider, opened.getVersionStr());
	}

}
