package org.web3ecosystem.spi.discovery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What this node contributes to the federation's names, to be read and then changed
 * knowing what was there. {@link ServiceDiscovery} is for who only looks up or registers.
 * <p>
 * Laws:
 * <ol>
 * <li>a change is complete when it was executed, or nothing has changed;
 * <li>a change that rests on what was read is refused with {@link #CHANGED} if this node
 * has changed the name since, and may be tried again from what is there now;
 * <li>what may not be registered fails with RejectedException, whatever was read;
 * <li>while names cannot be written it fails with UnavailableException. A change that
 * failed so may be executed later nevertheless.
 * </ol>
 */
public interface NameRegistry {

	/** The kind of a refusal: something came between. */
	String CHANGED = "names:changed";

	/**
	 * What this node contributes to a name.
	 *
	 * @param records none if it contributes nothing
	 * @param ttl of what it contributes; zero if that is nothing
	 * @param version what a change that rests on this has to show
	 */
	record Held(Name name, List<ResourceRecord> records, Duration ttl, long version) {

		public Held {
			records = List.copyOf(records);
		}

	}

	/** What this node contributes now. */
	CompletionStage<Held> held(Name name);

	/** Replaces what was held, and begins its lease. */
	CompletionStage<Void> replace(Held before, ServiceRegistration next);

	/** Takes what was held back. */
	CompletionStage<Void> withdraw(Held before);

}
