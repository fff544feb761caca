package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.SignedGenesis;

/** A genesis document in a file, or in a directory that has it as a home does. */
public final class GenesisFile {

	private GenesisFile() {
	}

	/**
	 * Reads and verifies it.
	 * @throws RefusedException if it is none
	 */
	public static Genesis read(Path named) {
		Path file = Files.isDirectory(named) ? named.resolve("genesis.cbor") : named;
		try {
			return SignedGenesis.read(file).genesis();
		}
		catch (IOException | IllegalArgumentException unusable) {
			throw new RefusedException(
					"cannot read a genesis document from " + file + ": "
							+ (unusable instanceof NoSuchFileException ? "there is none" : unusable.getMessage()),
					"take genesis.cbor from the home of a node of the federation", unusable);
		}
	}

}
