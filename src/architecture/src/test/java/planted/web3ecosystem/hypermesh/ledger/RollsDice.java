package planted.web3ecosystem.hypermesh.ledger;

import java.util.Random;

/** Guessable, and different each time. */
public final class RollsDice {

	int roll() {
		return new Random().nextInt();
	}

}
