package org.web3ecosystem.hypermesh.ledger;

/** The modules in this process are not the ones the federation's genesis lists. */
public final class ModuleSetException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	public ModuleSetException(String message) {
		super(message);
	}

}
