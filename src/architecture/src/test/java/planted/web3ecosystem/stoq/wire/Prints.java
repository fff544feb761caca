package planted.web3ecosystem.stoq.wire;

/** Talks to the terminal. */
public final class Prints {

	void talk() {
		System.out.println();
	}

}
