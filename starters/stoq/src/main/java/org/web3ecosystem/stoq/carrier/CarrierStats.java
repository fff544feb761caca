package org.web3ecosystem.stoq.carrier;

import java.time.Duration;

/**
 * What a connection measured since it began.
 *
 * @param roundTrip smoothed (RFC 9002 section 5.3)
 * @param sent packets
 * @param received packets
 * @param lost packets of those sent
 * @param bytes in both directions
 */
public record CarrierStats(Duration roundTrip, long sent, long received, long lost, long bytes) {
}
