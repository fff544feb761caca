package org.web3ecosystem.catalog.resolve;

/**
 * A version of a package that was published.
 *
 * @param yanked whether only those get it who name it
 * @param digest SHA-256 of its manifest, hexadecimal
 */
public record Release(Version version, boolean yanked, String digest) {
}
