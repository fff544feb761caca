package planted.web3ecosystem.hypermesh.ledger;

import java.util.Random;

/** Guessable, and different each time. */
public record RollsDice(Random random) {
}
