package org.web3ecosystem.spi.trust;

import java.util.Optional;

/**
 * What issuers say of leaves, in OCSP responses (RFC 6960) that whoever shows a leaf
 * shows with it, so that who judges it need not ask anybody. A transport carries them; it
 * does not read them.
 * <p>
 * Laws:
 * <ol>
 * <li>what {@link #own} gives for a chain, {@link #judge} finds
 * {@link StapleFinding.Good} or {@link StapleFinding.Revoked} for that chain at that
 * moment;
 * <li>a response counts for the leaf whose issuer and serial number it names, and only
 * under a signature by the key that signed the leaf;
 * <li>{@code revoked} counts whatever the age of the response, since no leaf is ever good
 * again; {@code good} counts from thisUpdate to nextUpdate, and is
 * {@link StapleFinding.Stale} before and after;
 * <li>everything else is {@link StapleFinding.Wrong}, whatever the bytes are. Nothing is
 * thrown, and the work is bounded by {@link #MAX_BYTES} and one signature.
 * </ol>
 * Thread-safe.
 */
public interface StatusStaples {

	/** The longest response anybody shows or looks at, in bytes. */
	int MAX_BYTES = 4096;

	/**
	 * The response for this node's own leaf, DER, or empty while there is none that would
	 * count. Answers at once.
	 * @param chain what this node shows
	 */
	Optional<byte[]> own(CertificateChain chain);

	/**
	 * What a response says of a leaf. Never blocks, but verifies a signature: not for an
	 * event loop.
	 * @param chain what a peer shows, accepted by the certificate seat: that the second
	 * signed the first is not looked at again
	 * @param staple what came with it
	 */
	StapleFinding judge(CertificateChain chain, byte[] staple);

}
