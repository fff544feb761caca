package org.web3ecosystem.simulation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ed25519 of the JDK, which is asked once where all nodes of a federation ask the same.
 * The answers are its own: one key and message have one signature.
 */
final class RememberedSignatures extends Provider {

	private static final long serialVersionUID = 1L;

	private static final String NAME = "Ed25519";

	private static final int MOST = 20_000;

	private static final Map<List<ByteBuffer>, byte[]> KNOWN = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<List<ByteBuffer>, byte[]> eldest) {
			return size() > MOST;
		}

	};

	private RememberedSignatures() {
		super("RememberedSignatures", "1", "Ed25519 of the JDK, remembered");
		put("Signature." + NAME, Spi.class.getName());
	}

	/** In this process, before the JDK's own. */
	static void install() {
		Security.insertProviderAt(new RememberedSignatures(), 1);
	}

	/** Made by the provider's name. */
	public static final class Spi extends SignatureSpi {

		private final ByteArrayOutputStream message = new ByteArrayOutputStream();

		private final AtomicReference<PublicKey> verifies = new AtomicReference<>();

		private final AtomicReference<PrivateKey> signs = new AtomicReference<>();

		@Override
		protected void engineInitVerify(PublicKey key) {
			verifies.set(key);
			message.reset();
		}

		@Override
		protected void engineInitSign(PrivateKey key) {
			signs.set(key);
			message.reset();
		}

		@Override
		protected void engineUpdate(byte one) {
			message.write(one);
		}

		@Override
		protected void engineUpdate(byte[] bytes, int offset, int length) {
			message.write(bytes, offset, length);
		}

		@Override
		protected byte[] engineSign() throws SignatureException {
			PrivateKey key = signs.get();
			return remembered(List.of(ByteBuffer.wrap(key.getEncoded()), said()), () -> {
				Signature honest = Signature.getInstance(NAME, "SunEC");
				honest.initSign(key);
				honest.update(message.toByteArray());
				return honest.sign();
			});
		}

		@Override
		protected boolean engineVerify(byte[] signature) throws SignatureException {
			PublicKey key = verifies.get();
			return remembered(List.of(ByteBuffer.wrap(key.getEncoded()), said(), ByteBuffer.wrap(signature.clone())),
					() -> {
						Signature honest = Signature.getInstance(NAME, "SunEC");
						honest.initVerify(key);
						honest.update(message.toByteArray());
						return new byte[] { (byte) (honest.verify(signature) ? 1 : 0) };
					})[0] == 1;
		}

		private ByteBuffer said() {
			return ByteBuffer.wrap(message.toByteArray());
		}

		private interface Work {

			byte[] get() throws GeneralSecurityException;

		}

		private static byte[] remembered(List<ByteBuffer> asked, Work work) throws SignatureException {
			byte[] known = KNOWN.get(asked);
			if (known == null) {
				try {
					known = work.get();
				}
				catch (SignatureException failed) {
					throw failed;
				}
				catch (GeneralSecurityException failed) {
					throw new SignatureException(failed);
				}
				KNOWN.put(asked, known);
			}
			return known.clone();
		}

		@Override
		@SuppressWarnings("deprecation")
		protected void engineSetParameter(String name, Object value) {
			throw new InvalidParameterException(name);
		}

		@Override
		@SuppressWarnings("deprecation")
		protected Object engineGetParameter(String name) {
			throw new InvalidParameterException(name);
		}

	}

}
