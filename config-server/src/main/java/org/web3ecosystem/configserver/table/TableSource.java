package org.web3ecosystem.configserver.table;

import java.io.IOException;
import java.nio.file.Path;

/** Where the table comes from that people write. It is looked at before each answer. */
public interface TableSource {

	/** For a person, in messages. */
	String name();

	/**
	 * As it is now.
	 * @throws java.nio.file.NoSuchFileException if it is not there
	 * @throws IOException if it cannot be had
	 */
	String text() throws IOException;

	/** What a person can do where there is none. */
	String remedy();

	/** A file in a folder. */
	static TableSource file(Path file) {
		Path whole = file.toAbsolutePath().normalize();
		return new TableSource() {

			@Override
			public String name() {
				return whole.toString();
			}

			@Override
			public String text() throws IOException {
				return TableText.read(whole);
			}

			@Override
			public String remedy() {
				return "Put the table of phases there, or name its folder with web3.config-server.directory.";
			}

		};
	}

}
