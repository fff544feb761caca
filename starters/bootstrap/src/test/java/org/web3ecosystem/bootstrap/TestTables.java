package org.web3ecosystem.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.bootstrap.toml.BootstrapToml;

/** The table that ships, as text and parsed. */
public final class TestTables {

	private static final Path SHIPPED = Path.of("../../platform-app/src/main/resources/bootstrap.toml");

	private TestTables() {
	}

	public static String shippedText() {
		try {
			return Files.readString(SHIPPED);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	public static PhaseTable shipped() {
		return BootstrapToml.parse("bootstrap.toml", shippedText()).table();
	}

}
