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

	private final Way way;

	private final ScheduledExecutorService timer;

	Entry(Way way, ForwardLimits limits, ForwardTally tally, ScheduledExecutorService timer) {
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
	 */
	final void pass(Passing passing) {
		try (Way.Opened opened = way.open()) {
			passing.over(opened.stream(), timer);
		}
		catch (ForwardException refusal) {
			tally.refused(refusal.reason());
			LOG.log(Level.INFO, "forward not opened reason={0} what={1}", refusal.reason().word(),
					refusal.getMessage());
		}
		catch (IOException | UnavailableException gone) {
			tally.refused(Reason.UNREACHABLE);
			LOG.log(Level.INFO, "forward not opened reason=no-peer what={0}", gone.getMessage());
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** Ends what goes through it, too. */
	@Override
	public abstract void close();

}
