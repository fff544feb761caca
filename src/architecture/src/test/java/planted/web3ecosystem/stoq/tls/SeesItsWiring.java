package planted.web3ecosystem.stoq.tls;

import planted.web3ecosystem.stoq.autoconfigure.IsLazy;

/** A room that knows its wiring. */
public record SeesItsWiring(IsLazy wiring) {
}
