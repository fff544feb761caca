package org.web3ecosystem.bootstrap.autoconfigure;

import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataResource;

import org.web3ecosystem.bootstrap.served.Question;

/** The table of phases at a config server. */
final class ServedResource extends ConfigDataResource {

	private final boolean optional;

	private final Question question;

	/** Where the node has its last good copy, if it says where it is. */
	private final @Nullable Path home;

	ServedResource(boolean optional, Question question, @Nullable Path home) {
		super(optional);
		this.optional = optional;
		this.question = question;
		this.home = home;
	}

	/** Whether a node starts without. */
	boolean optional() {
		return optional;
	}

	Question question() {
		return question;
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
		return "table of phases at " + question.path();
	}

}
