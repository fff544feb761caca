package planted.web3ecosystem.hypermesh.ledger;

import java.time.Instant;

/** Two replicas of this never agree. */
public final class ReadsTheClock {

	Instant when() {
		return Instant.now();
	}

}
