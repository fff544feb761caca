package planted.web3ecosystem.trustchain.ct;

import planted.web3ecosystem.trustchain.ca.GoesBack;

/** One half of a cycle. */
public record GoesRound(GoesBack back) {
}
