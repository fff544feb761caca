package org.web3ecosystem.stoq.wire;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import org.web3ecosystem.spi.NodeId;

/**
 * A line for each refusal, as long as there are few: of one source and cause one line in
 * a minute, and then how many more there were. Sources beyond a limit share a line. Peers
 * are warned of, strangers mentioned. Nothing of it is key material, and nothing of what
 * a stranger says breaks a line. Thread-safe.
 */
public final class RefusalLog {

	/** How long one source and cause has a single line. */
	static final Duration QUIET = Duration.ofMinutes(1);

	/** Sources and causes with lines of their own. */
	static final int MOST = 64;

	private static final int LONGEST = 200;

	private static final Logger logger = LoggerFactory.getLogger(RefusalLog.class);

	/** Of whom the lines are counted together. */
	private enum Everybody {

		ELSE

	}

	private record Line(Object source, String what, String cause) {
	}

	private final InstantSource clock;

	/** In the order in which they were begun. */
	private final Map<Line, Silence> silences = new LinkedHashMap<>();

	public RefusalLog(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Somebody was refused.
	 * @param code with which the connection ends; null if it goes on, or ends otherwise
	 * @param why in words, also those of whoever is refused
	 */
	void note(Tally.Refusal cause, Origin who, @Nullable CloseCode code, String why) {
		write(new Event("refused", cause.word(), level(who, cause), who, code, why));
	}

	/** This node was refused. */
	void suffered(Tally.Refusal cause, NodeId by, @Nullable CloseCode code, String why) {
		Origin who = Origin.of(by);
		write(new Event("refused by", cause.word(), level(who, cause), who, code, why));
	}

	/**
	 * Something with a peer was not done, which is no refusal of the peer itself.
	 * @param what in a few words that are always the same
	 */
	public void mention(String what, String cause, NodeId peer, String why) {
		write(new Event(what, cause, Level.INFO, Origin.of(peer), null, why));
	}

	/** Some is how a federation goes on to phase 1, or comes back. */
	private static Level level(Origin who, Tally.Refusal cause) {
		boolean usual = cause == Tally.Refusal.PROVISIONAL || cause == Tally.Refusal.UNJUDGED;
		return (who instanceof Origin.Peer && !usual) ? Level.WARN : Level.INFO;
	}

	private void write(Event event) {
		if (isFirst(event)) {
			event.line().log(event.what());
		}
	}

	private synchronized boolean isFirst(Event event) {
		Line own = new Line(event.who().source(), event.what(), event.cause());
		boolean room = silences.size() < MOST || silences.containsKey(own);
		Line line = room ? own : new Line(Everybody.ELSE, event.what(), event.cause());
		Silence silence = silences.putIfAbsent(line, new Silence(clock.millis(), !room));
		if (silence != null) {
			silence.last = event;
			silence.more++;
		}
		return silence == null;
	}

	/** Says of those whose minute is over how many more there were. */
	public void settle() {
		over().forEach(Silence::write);
	}

	private synchronized List<Silence> over() {
		long begun = clock.millis() - QUIET.toMillis();
		List<Silence> over = new ArrayList<>();
		silences.values().removeIf(silence -> silence.begun <= begun && over.add(silence));
		return over;
	}

	private record Event(String what, String cause, Level level, Origin who, @Nullable CloseCode code, String why) {

		private LoggingEventBuilder line() {
			LoggingEventBuilder line = logger.atLevel(level);
			line = switch (who) {
				case Origin.Peer(var id) -> line.addKeyValue("peer", id.brief());
				case Origin.Stranger(var address) -> line.addKeyValue("address", String.valueOf(address));
			};
			line = line.addKeyValue("cause", cause);
			line = (code != null) ? line.addKeyValue("code", code.code()) : line;
			return line.addKeyValue("why", plain(why));
		}

		/** Of one line, and not endless. */
		private static String plain(String words) {
			String cut = (words.length() > LONGEST) ? words.substring(0, LONGEST) : words;
			return cut.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", " ").replace('"', '\'');
		}

	}

	private static final class Silence {

		private final long begun;

		/** Of many sources, of which the last is shown. */
		private final boolean shared;

		private long more;

		private @Nullable Event last;

		private Silence(long begun, boolean shared) {
			this.begun = begun;
			this.shared = shared;
		}

		private void write() {
			Event latest = last;
			if (latest != null) {
				LoggingEventBuilder line = latest.line().addKeyValue("more", more);
				(shared ? line.addKeyValue("sources", "many") : line).log(latest.what());
			}
		}

	}

}
