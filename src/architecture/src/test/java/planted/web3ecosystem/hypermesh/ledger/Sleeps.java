package planted.web3ecosystem.hypermesh.ledger;

/** Waits for time instead of for something. */
public final class Sleeps {

	void nap() throws InterruptedException {
		Thread.sleep(1);
	}

}
