package org.web3ecosystem.platform.node;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import org.web3ecosystem.spi.genesis.Endpoints;

/**
 * What {@code join} leaves in a home for a node that the genesis document does not know:
 * where it is reached.
 */
public final class NodeSettings {

	private static final String NAME = "node.properties";

	private static final String PREFIX = "web3.node.endpoints.";

	private NodeSettings() {
	}

	/** The text of the file. */
	public static byte[] text(Endpoints endpoints) {
		return String.join("\n", "# Where this node is reached; made by join.",
				PREFIX + "addresses=" + String.join(",", endpoints.addresses()), PREFIX + "stoq=" + endpoints.stoq(),
				PREFIX + "gossip=" + endpoints.gossip(), PREFIX + "dns=" + endpoints.dns(),
				PREFIX + "http=" + endpoints.http(), PREFIX + "https=" + endpoints.https(), "")
			.getBytes(StandardCharsets.UTF_8);
	}

	public static Path file(Path home) {
		return home.resolve(NAME);
	}

	/** The argument that makes a node read the file, if there is one. */
	static Optional<String> argument(Path home) {
		return Files.exists(file(home))
				? Optional.of("--spring.config.additional-location=file:" + file(home.toAbsolutePath().normalize()))
				: Optional.empty();
	}

	/**
	 * The endpoints in the file, if there is one.
	 * @throws IllegalArgumentException if it is not as {@code join} writes it
	 */
	static Optional<Endpoints> read(Path home) {
		if (!Files.exists(file(home))) {
			return Optional.empty();
		}
		Properties properties = new Properties();
		try {
			properties.load(new StringReader(Files.readString(file(home))));
		}
		catch (IOException unreadable) {
			throw new UncheckedIOException("cannot read " + file(home), unreadable);
		}
		return Optional.of(new Endpoints(List.of(properties.getProperty(PREFIX + "addresses", "").split(",")),
				port(properties, "stoq"), port(properties, "gossip"), port(properties, "dns"), port(properties, "http"),
				port(properties, "https")));
	}

	private static int port(Properties properties, String name) {
		return Integer.parseInt(properties.getProperty(PREFIX + name, ""));
	}

}
