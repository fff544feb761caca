package org.web3ecosystem.bootstrap.monitor;

/**
 * What this process lacks.
 *
 * @param reason in words for an operator, with what to do
 * @param harmless whether it does its work all the same, for now
 */
public record Shortage(String reason, boolean harmless) {
}
