package org.web3ecosystem.configserver;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

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
 * @param git the repository with the {@code bootstrap.toml}, in the place of a folder
 */
@ConfigurationProperties(TableProperties.PREFIX)
public record TableProperties(@DefaultValue("config") Path directory, @DefaultValue("data/config-server") Path home,
		@DefaultValue Git git) {

	static final String PREFIX = "web3.config-server";

	public TableProperties {
		new Setting(PREFIX + ".home").require(!whole(home).equals(whole(directory)),
				"a folder of its own, not that of web3.config-server.directory");
	}

	/**
	 * A repository.
	 *
	 * @param uri a local bare one as {@code file:}; none by default
	 * @param branch whose {@code bootstrap.toml} is served
	 * @param refresh how long what was fetched last is the answer
	 */
	public record Git(@Nullable String uri, @DefaultValue("main") String branch,
			@DefaultValue("10s") Duration refresh) {

		public Git {
			new Setting(PREFIX + ".git.refresh").within(refresh, Duration.ZERO, Duration.ofHours(1));
			new Setting(PREFIX + ".git.uri").require(uri == null || uri.startsWith("file:"),
					"a local repository, such as file:/srv/tables.git");
		}

	}

	/** Where the file is that people write. */
	Path file() {
		return directory.resolve(AcceptedTable.NAME);
	}

	/** Where the copy is that is served. */
	Path accepted() {
		return home.resolve("accepted");
	}

	/** Where a repository is cloned to. */
	Path cloned() {
		return home.resolve("git");
	}

	private static Path whole(Path folder) {
		return folder.toAbsolutePath().normalize();
	}

}
