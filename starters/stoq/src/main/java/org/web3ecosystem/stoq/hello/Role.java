package org.web3ecosystem.stoq.hello;

/** Which side of a connection. */
public enum Role {

	/** Dialled. */
	CLIENT("client"),
	/** Listened. */
	SERVER("server");

	private final String word;

	Role(String word) {
		this.word = word;
	}

	String word() {
		return word;
	}

	Role other() {
		return (this == CLIENT) ? SERVER : CLIENT;
	}

}
