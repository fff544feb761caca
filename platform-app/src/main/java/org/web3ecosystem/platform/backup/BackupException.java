package org.web3ecosystem.platform.backup;

/** A file is no backup, or not the one that was made. Says where it is wrong. */
final class BackupException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	BackupException(String message) {
		super(message);
	}

	BackupException(String message, Throwable cause) {
		super(message, cause);
	}

}
