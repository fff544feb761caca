package org.web3ecosystem.bootstrap.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataResource;

/** The table of phases at a config server. */
final class ServedResource extends ConfigDataResource {

	private final URI server;

	private final String application;

	private final String profile;

	/** Where the node has its last good copy, if it says where it is. */
	private final @Nullable Path home;

	ServedResource(boolean optional, URI server, String application, String profile, @Nullable Path home) {
		super(optional);
		this.server = server;
		this.application = application;
		this.profile = profile;
		this.home = home;
	}

	URI server() {
		return server;
	}

	String application() {
		return application;
	}

	String profile() {
		return profile;
	}

	@Nullable Path home() {
		return home;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ServedResource resource && toString().equals(resource.toString());
	}

	@Override
	public int hashCode() {
		return Objects.hashCode(toString());
	}

	@Override
	public String toString() {
		return "table of phases at " + server + " for " + application + " in " + profile;
	}

}
