package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.web3ecosystem.platform.command.RefusedException;

/** A file with a passphrase: one line. */
public final class PassphraseFile {

	private static final int MAX_BYTES = 1024;

	private PassphraseFile() {
	}

	/**
	 * The passphrase.
	 * @throws RefusedException if there is none
	 */
	public static String read(Path file) {
		try {
			if (Files.size(file) > MAX_BYTES) {
				throw new RefusedException(file + " is too long for a passphrase", "give a file with one line");
			}
			String passphrase = Files.readString(file).strip();
			if (passphrase.isEmpty() || passphrase.contains("\n")) {
				throw new RefusedException(file + " has no passphrase", "give a file with one line");
			}
			return passphrase;
		}
		catch (CharacterCodingException unfit) {
			throw new RefusedException(file + " is not a text in UTF-8", "give a file with one line", unfit);
		}
		catch (IOException unreadable) {
			throw new RefusedException("cannot read the passphrase from " + file, "check the file and its permissions",
					unreadable);
		}
	}

}
