package org.web3ecosystem.spi;

/**
 * An offer answers, but in a lesser way than its own; the platform counts it as a
 * fallback that is active.
 *
 * @param way how it answers
 * @param instead how it should
 * @param reason why it does not
 */
public record Stopgap(String way, String instead, String reason) {
}
