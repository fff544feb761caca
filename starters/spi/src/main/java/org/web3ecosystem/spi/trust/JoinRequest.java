package org.web3ecosystem.spi.trust;

/**
 * What a joiner sends through the join door, after it has verified the door's root
 * against the fingerprint in its token.
 *
 * @param token the secret of the token; empty for a node that is enrolled and asks for a
 * leaf because it has none left to show
 * @param nodeKey the joiner's node key, SubjectPublicKeyInfo
 * @param name the short node name the joiner would like
 * @param csr PKCS#10 for {@link Purpose#NODE}, DER
 * @param proof signature by the node key, domain {@code stoq-join/1}, over SHA-256(token)
 * ‖ SHA-256(csr)
 */
public record JoinRequest(byte[] token, byte[] nodeKey, String name, byte[] csr, byte[] proof) {
}
