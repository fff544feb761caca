package org.web3ecosystem.configserver.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

import org.web3ecosystem.bootstrap.toml.BootstrapToml;

/** Reads files of which nobody knows how long they are and what is in them. */
public final class TableText {

	/** A character is at most three bytes of UTF-8, or four for two of Java's. */
	private static final int MAX_BYTES = 3 * BootstrapToml.MAX_CHARACTERS;

	private TableText() {
	}

	/**
	 * @param options such as not to follow links
	 * @throws IOException if it is no text that a table can be
	 */
	public static String read(Path file, OpenOption... options) throws IOException {
		try (InputStream in = Files.newInputStream(file, options)) {
			byte[] bytes = in.readNBytes(MAX_BYTES + 1);
			if (bytes.length > MAX_BYTES) {
				throw new IOException("it is longer than a table can be");
			}
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException other) {
			throw new IOException("it is not UTF-8", other);
		}
	}

}
