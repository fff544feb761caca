package org.web3ecosystem.trustchain.acme.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;

/**
 * Where the store is found. It is opened in the background, so that a node's start waits
 * for no database, and tidied up now and then.
 */
public final class StoreDesk implements Supplier<AcmeStore>, AutoCloseable {

	/** How long what has ended can still be looked at. */
	private static final Duration KEPT = Duration.ofDays(7);

	private static final Duration TIDYING = Duration.ofHours(1);

	private static final Logger logger = LoggerFactory.getLogger(StoreDesk.class);

	/** Between two attempts to open it. */
	private static final Duration AGAIN = Duration.ofSeconds(5);

	private final Database database;

	private final NodeId owner;

	private final InstantSource clock;

	/** Not a virtual one: the database initializes its classes here, which pins. */
	private final Thread worker = Thread.ofPlatform().daemon().name("acme-store").unstarted(this::work);

	private volatile @Nullable AcmeStore store;

	private volatile String fault = "the ACME store is not open yet";

	private volatile boolean closed;

	/**
	 * @param owner the node whose store it is
	 */
	public StoreDesk(Database database, NodeId owner, InstantSource clock) {
		this.database = database;
		this.owner = owner;
		this.clock = clock;
	}

	/** Begins to open. */
	public void start() {
		worker.start();
	}

	/**
	 * The store.
	 * @throws UnavailableException if it is not open
	 */
	@Override
	public AcmeStore get() {
		AcmeStore open = store;
		if (open == null) {
			// clients need not know where it is
			throw new UnavailableException("the ACME store is not open; the health of this node says why");
		}
		return open;
	}

	/** Why it is not open; empty if it is. */
	public Optional<String> fault() {
		return (store != null) ? Optional.empty() : Optional.of(fault);
	}

	@Override
	public void close() {
		AcmeStore open;
		synchronized (this) {
			closed = true;
			open = store;
			store = null;
			fault = "the ACME store is closed";
		}
		// an interrupt would close the file under whoever is reading it
		LockSupport.unpark(worker);
		if (open != null) {
			open.close();
		}
	}

	private void work() {
		while (!closed && !opened()) {
			LockSupport.parkNanos(AGAIN.toNanos());
		}
		while (!closed) {
			tidy();
			LockSupport.parkNanos(TIDYING.toNanos());
		}
	}

	private boolean opened() {
		try {
			AcmeStore opening = database.open(owner);
			synchronized (this) {
				if (!closed) {
					store = opening;
					return true;
				}
			}
			opening.close();
		}
		catch (RuntimeException failure) {
			String now = String.valueOf(failure.getMessage());
			if (!now.equals(fault)) {
				fault = now;
				logger.atError().addKeyValue("store", database).setCause(failure).log("no ACME without its store");
			}
		}
		return false;
	}

	private void tidy() {
		try {
			AcmeStore open = get();
			int forgotten;
			do {
				forgotten = open.forget(clock.instant().minus(KEPT));
			}
			while (forgotten > 0 && !closed);
		}
		catch (UnavailableException | StoreException failure) {
			logger.atWarn().setCause(failure).log("the ACME store could not be tidied up");
		}
	}

}
