package planted.web3ecosystem.stoq.wire;

/** Ends the process from within. */
public final class Exits {

	void leave() {
		System.exit(1);
	}

}
