package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

import org.web3ecosystem.bootstrap.monitor.NodeLog;
import org.web3ecosystem.bootstrap.monitor.PhaseDriver;
import org.web3ecosystem.bootstrap.seat.Seats;
import org.web3ecosystem.spi.Offer;

/**
 * Binds all offers once every bean exists, and starts to look after the web server is
 * there: a port that is taken stops the start before any component has begun.
 */
final class BootstrapLifecycle implements SmartInitializingSingleton, SmartLifecycle {

	/** Last to start, first to stop. */
	private static final int LAST = Integer.MAX_VALUE - 512;

	private final Seats seats;

	private final Supplier<List<Offer<?>>> offers;

	private final PhaseDriver driver;

	private final NodeLog log;

	private volatile boolean running;

	BootstrapLifecycle(Seats seats, Supplier<List<Offer<?>>> offers, PhaseDriver driver, NodeLog log) {
		this.seats = seats;
		this.offers = offers;
		this.driver = driver;
		this.log = log;
	}

	@Override
	public void afterSingletonsInstantiated() {
		seats.bind(offers.get());
	}

	@Override
	public void start() {
		log.phase(driver::phase);
		driver.start();
		// this thread may go on to start another node
		log.unbindThread();
		running = true;
	}

	@Override
	public void stop() {
		driver.close();
		running = false;
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	@Override
	public int getPhase() {
		return LAST;
	}

}
