package org.web3ecosystem.trustchain.renewal;

import java.security.PrivateKey;

import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * A key and the certificate that was issued for it.
 *
 * @param key P-256
 * @param chain leaf first
 */
public record IssuedIdentity(PrivateKey key, CertificateChain chain) {
}
