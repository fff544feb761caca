package planted.web3ecosystem.catalog.entry;

import planted.web3ecosystem.stoq.wire.Frame;

/** A starter that sees another one. */
public record ReachesIntoStoq(Frame frame) {
}
