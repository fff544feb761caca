package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.SignedGenesis;

/** A genesis document in a file, as every node's home has it. */
public final class GenesisFile {

	private static final int MAX_BYTES = 1024 * 1024;

	private GenesisFile() {
	}

	/**
	 * Reads and verifies it.
	 * @throws RefusedException if it is none
	 */
	public static Genesis read(Path file) {
		try {
			if (Files.size(file) > MAX_BYTES) {
				throw new IOException("it is too large");
			}
			return SignedGenesis.decode(Files.readAllBytes(file)).genesis();
		}
		catch (IOException | IllegalArgumentException unusable) {
			throw new RefusedException("cannot read a genesis document from " + file + ": " + unusable.getMessage(),
					"take genesis.cbor from the home of a node of the federation", unusable);
		}
	}

}
