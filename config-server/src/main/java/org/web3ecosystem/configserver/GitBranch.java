package org.web3ecosystem.configserver;

import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import io.micrometer.observation.ObservationRegistry;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.FetchResult;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.config.server.environment.JGitEnvironmentProperties;
import org.springframework.cloud.config.server.environment.JGitEnvironmentRepository;
import org.springframework.core.env.ConfigurableEnvironment;

import org.web3ecosystem.configserver.table.AcceptedTable;
import org.web3ecosystem.configserver.table.TableSource;
import org.web3ecosystem.configserver.table.TableText;
import org.web3ecosystem.spi.Reason;

/**
 * The {@code bootstrap.toml} at the end of a branch, cloned and followed by Spring
 * Cloud's git backend. That one goes on with what it has when it cannot fetch, and says
 * it to nobody; here it is said.
 */
final class GitBranch implements TableSource {

	private final String uri;

	private final String branch;

	private final Following repository;

	GitBranch(TableProperties.Git git, Path clone, ConfigurableEnvironment environment) {
		this.uri = String.valueOf(git.uri());
		this.branch = git.branch();
		this.repository = new Following(properties(git, clone), environment);
	}

	/** With the scheme of a file it would work in the repository itself. */
	private static JGitEnvironmentProperties properties(TableProperties.Git git, Path clone) {
		JGitEnvironmentProperties properties = new JGitEnvironmentProperties();
		properties.setUri(Path.of(URI.create(String.valueOf(git.uri()))).toString());
		properties.setDefaultLabel(git.branch());
		properties.setTryMasterBranch(false);
		properties.setBasedir(clone.toAbsolutePath().toFile());
		properties.setForcePull(true);
		properties.setRefreshRate((int) git.refresh().toSeconds());
		return properties;
	}

	@Override
	public String name() {
		return uri + " " + branch + ":" + AcceptedTable.NAME;
	}

	/** No link is followed: who may write there may not read here. */
	@Override
	public String text() throws IOException {
		return TableText.read(repository.checkedOut(branch).resolve(AcceptedTable.NAME), LinkOption.NOFOLLOW_LINKS);
	}

	@Override
	public String remedy() {
		return "Commit the table of phases there, or name its branch with web3.config-server.git.branch.";
	}

	/** Remembers whether the last fetch failed. */
	private static final class Following extends JGitEnvironmentRepository {

		private final Path clone;

		private @Nullable Exception trouble;

		Following(JGitEnvironmentProperties properties, ConfigurableEnvironment environment) {
			super(environment, properties, ObservationRegistry.NOOP);
			this.clone = properties.getBasedir().toPath();
		}

		synchronized Path checkedOut(String label) throws IOException {
			try {
				getLocations("application", "default", label);
			}
			catch (RuntimeException unfit) {
				throw new IOException(Reason.of(unfit), unfit);
			}
			if (trouble != null) {
				throw new IOException("it cannot be fetched: " + Reason.of(trouble), trouble);
			}
			return clone;
		}

		@Override
		protected @Nullable FetchResult fetch(Git git, String label) {
			trouble = null;
			return super.fetch(git, label);
		}

		@Override
		protected void warn(String message, Exception failure) {
			trouble = failure;
		}

	}

}
