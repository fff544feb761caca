package org.web3ecosystem.platform.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.trustchain.ct.LogSeries;

/**
 * Makes the home of a node fit to come back from an old backup while the others went on.
 * Three things in it would make an honest node a liar:
 * <ul>
 * <li>The engine's state and its journal. Going on from them, the validator would sign
 * other events in the places of those it signed since: equivocation. Without them it
 * listens first, learns its own last event from its peers and takes the state from them.
 * <li>The transparency log. What was logged since would be replaced under the same key: a
 * fork. It is put aside, and another begins.
 * <li>Join tokens. One that was spent since would be good again. They are dropped; the
 * ledger refuses a token that was spent anyway.
 * </ul>
 */
final class LoneReturn {

	private LoneReturn() {
	}

	/** Prepares a home into which nothing of the engine was put. */
	static void prepare(Path home, Instant now) throws IOException {
		if (Files.isDirectory(home.resolve("hashgraph"))) {
			// that it is there tells the engine that it is no newcomer: it listens before
			// it
			// speaks, even where the federation is minutes old
			DurableFile.directories(home.resolve("hashgraph").resolve("engine"));
		}
		newLog(home, now);
	}

	/** Puts the transparency log aside, if there is one. */
	static void newLog(Path home, Instant now) throws IOException {
		Path log = home.resolve("trustchain").resolve("log");
		if (Files.isDirectory(log)) {
			LogSeries.succeed(log, now);
		}
	}

}
