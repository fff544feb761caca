package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.stoq.forward.ForwardException.Reason;

/** An open port that leads elsewhere. */
abstract class Entry implements AutoCloseable {

	static final Logger LOG = System.getLogger(Entry.class.getName());

	final ForwardLimits limits;

	final ForwardTally tally;

	private final Passage way;

	private final ScheduledExecutorService timer;

	Entry(Passage way, ForwardLimits limits, ForwardTally tally, ScheduledExecutorService timer) {
		this.way = way;
		this.limits = limits;
		this.tally = tally;
		this.timer = timer;
	}

	abstract InetSocketAddress address();

	/** What passes a stream to the target, as long as it does. */
	interface Passing {

		void over(Stream stream, ScheduledExecutorService timer) throws IOException, InterruptedException;

	}

	/**
	 * Opens the way to the target and lets something pass; blocks until that has ended.
	 * Why it was not opened is counted.
	 * @return whether it was opened
	 */
	final boolean pass(Passing passing) {
		try (Passage.Opened opened = way.open()) {
			passing.over(opened.stream(), timer);
			return true;
		}
		catch (ForwardException refusal) {
			tally.refused(refusal.reason());
			notOpened(refusal.reason().word(), refusal.getMessage() + advice(refusal.reason()));
		}
		catch (IOException | UnavailableException gone) {
			tally.refused(Reason.UNREACHABLE);
			notOpened("no-peer", "the peer is not reached: " + gone.getMessage());
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
		return false;
	}

	private void notOpened(String cause, String why) {
		if (way.destination() instanceof Forward forward) {
			tally.log().mention("forward not opened", cause, forward.peer().id(), forward + ": " + why);
		}
		else {
			LOG.log(Level.DEBUG, "{0}: {1}", way.destination(), why);
		}
	}

	private static String advice(Reason reason) {
		return switch (reason) {
			case NOT_ALLOWED -> "; the operator there can add it to web3.stoq.forward.allow";
			case UNREACHABLE -> "; look there whether something listens";
			case OVERLOADED -> "; the operator there can raise web3.stoq.forward.max-connections";
			case MALFORMED -> "";
		};
	}

	/** Ends what goes through it, too. */
	@Override
	public abstract void close();

}
