package org.web3ecosystem.trustchain.acme.challenge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.discovery.Name;

/**
 * TXT records under {@code _acme-challenge}, which the operator of this node puts there
 * for a while. They are this node's alone, are answered for by its name server and are
 * gone when the process ends. Thread-safe.
 */
public final class ChallengeTexts {

	/** How long one stands. */
	public static final Duration LIFE = Duration.ofHours(1);

	/** The most that stand at once. */
	static final int MAX_TEXTS = 256;

	/** The first label of all of their names. */
	public static final String LABEL = "_acme-challenge";

	private final InstantSource clock;

	private final Map<Text, Instant> ends = new LinkedHashMap<>();

	private record Text(Name name, String value) {
	}

	public ChallengeTexts(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Puts a record there, or lets it stand longer.
	 * @param name the name that is to be validated
	 * @throws RejectedException if there are too many
	 */
	public synchronized void put(Name name, String value) {
		forgetOld();
		Text text = new Text(name, value);
		if (ends.size() >= MAX_TEXTS && !ends.containsKey(text)) {
			throw RejectedException.of("trustchain:challenges-full",
					"there are " + MAX_TEXTS + " challenges already: take some away, or wait until they end");
		}
		ends.put(text, clock.instant().plus(LIFE));
	}

	/** Takes one away; whether it was there. */
	public synchronized boolean remove(Name name, String value) {
		return ends.remove(new Text(name, value)) != null;
	}

	/** What stands for a name that is to be validated. */
	public synchronized List<String> of(Name name) {
		forgetOld();
		return ends.keySet().stream().filter(text -> text.name().equals(name)).map(Text::value).toList();
	}

	private void forgetOld() {
		Instant now = clock.instant();
		ends.values().removeIf(end -> !now.isBefore(end));
	}

}
