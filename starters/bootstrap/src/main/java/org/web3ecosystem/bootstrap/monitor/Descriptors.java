package org.web3ecosystem.bootstrap.monitor;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * Whether this process may open many more files and sockets. Without one it hears nobody
 * new and writes nothing, so it is said while a tenth is left. When there was none, the
 * engine may have lost what it could not write and say nothing of it: that is said until
 * the process ends, and nobody should rely on the node meanwhile.
 */
public final class Descriptors implements Supplier<Optional<Shortage>> {

	private static final String ADVICE = ": raise the limit of open files (LimitNOFILE, ulimit -n, prlimit)";

	private static final String ONCE = "no file descriptor was left for a while, and what the engine could not write then may be missing"
			+ ": start the node again";

	private final LongSupplier open;

	private final LongSupplier most;

	private volatile boolean exhausted;

	/**
	 * @param open how many there are; fails when there is none left to count with
	 * @param most how many there may be
	 */
	Descriptors(LongSupplier open, LongSupplier most) {
		this.open = open;
		this.most = most;
	}

	/** Those of this process; says nothing where the system does not tell. */
	public static Supplier<Optional<Shortage>> ofThisProcess() {
		return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
				? new Descriptors(system::getOpenFileDescriptorCount, system::getMaxFileDescriptorCount)
				: Optional::empty;
	}

	@Override
	public Optional<Shortage> get() {
		long limit = most.getAsLong();
		long used;
		try {
			used = open.getAsLong();
		}
		catch (InternalError none) {
			exhausted = true;
			// the JDK counts them in a directory that it has to open
			return Optional.of(new Shortage("no file descriptor of " + limit + " is left" + ADVICE, false));
		}
		if (exhausted && used <= limit) {
			return Optional.of(new Shortage(ONCE, false));
		}
		// divided, since "unlimited" is the largest number
		return used > limit - limit / 10
				? Optional
					.of(new Shortage("file descriptors are nearly used up, " + used + " of " + limit + ADVICE, true))
				: Optional.empty();
	}

}
