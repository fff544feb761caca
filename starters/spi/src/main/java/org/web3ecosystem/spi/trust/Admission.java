package org.web3ecosystem.spi.trust;

/**
 * What an admitted joiner gets.
 *
 * @param genesis the signed genesis document as stored
 * @param chain the joiner's node certificate chain
 * @param zoneName the DNS name the node now has
 */
public record Admission(byte[] genesis, CertificateChain chain, String zoneName) {
}
