package org.web3ecosystem.stoq.carrier;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How long is waited for the other side of a connection that is being made: only so long
 * without any sign of it, longer as long as it gives some. Who is slow is there, and what
 * both have done so far would be done once more. As long as the event loop itself did not
 * come to listen nobody was silent. Signs are told on that loop.
 */
public final class Patience {

	/** All of it, whatever was heard, is at most so many times as long. */
	public static final int STRETCH = 5;

	private static final int LOOKS = 8;

	/** Later than that says that the loop is busy. */
	private static final long LATE = TimeUnit.MILLISECONDS.toNanos(50);

	private final ScheduledExecutorService loop;

	private final long silence;

	private final Runnable over;

	private final long begun = System.nanoTime();

	private long looked = begun;

	/** For how long there was silence though the loop listened. */
	private long listened;

	private volatile boolean ended;

	private Patience(ScheduledExecutorService loop, Duration silence, Runnable over) {
		this.loop = loop;
		this.silence = silence.toNanos();
		this.over = over;
	}

	/**
	 * Begins to wait.
	 * @param loop the event loop
	 * @param silence how long there may be no sign
	 * @param over what is done then, on the loop, at most once
	 */
	public static Patience begin(ScheduledExecutorService loop, Duration silence, Runnable over) {
		Patience patience = new Patience(loop, silence, over);
		patience.lookLater();
		return patience;
	}

	/** The longest that can be, for who has to say it beforehand. */
	public static Duration longest(Duration silence) {
		return silence.multipliedBy(STRETCH);
	}

	/** The other side gave a sign. */
	public void sign() {
		listened = 0;
	}

	/** It is not waited any more. */
	public void end() {
		ended = true;
	}

	private void lookLater() {
		try {
			loop.schedule(this::look, silence / LOOKS, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException gone) {
			// the event loop has ended, and with it what was waited for
		}
	}

	private void look() {
		long now = System.nanoTime();
		listened += Math.min(now - looked, silence / LOOKS + LATE);
		looked = now;
		if (ended) {
			return;
		}
		if (listened >= silence || now - begun >= silence * STRETCH) {
			ended = true;
			over.run();
		}
		else {
			lookLater();
		}
	}

}
