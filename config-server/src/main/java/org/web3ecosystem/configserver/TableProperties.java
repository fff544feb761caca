package org.web3ecosystem.configserver;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.configserver.table.AcceptedTable;
import org.web3ecosystem.spi.Setting;

/**
 * Where the table of phases is.
 *
 * @param directory the folder with the {@code bootstrap.toml} that people write; it is
 * only read
 * @param home the folder of this server, for the copy that is served
 */
@ConfigurationProperties(TableProperties.PREFIX)
public record TableProperties(@DefaultValue("config") Path directory, @DefaultValue("data/config-server") Path home) {

	static final String PREFIX = "web3.config-server";

	public TableProperties {
		new Setting(PREFIX + ".home").require(!whole(home).equals(whole(directory)),
				"a folder of its own, not that of web3.config-server.directory");
	}

	AcceptedTable toTable() {
		return new AcceptedTable(directory.resolve(AcceptedTable.NAME), home.resolve("accepted"));
	}

	private static Path whole(Path folder) {
		return folder.toAbsolutePath().normalize();
	}

}
