package org.web3ecosystem.simulation;

import java.util.concurrent.Semaphore;

/**
 * Work that may wait. It has a stack of its own, but never runs beside anything else: it
 * has the turn until it waits or ends, then the world has it again.
 */
final class Errand {

	private final Semaphore turn = new Semaphore(0);

	private final Semaphore worlds = new Semaphore(0);

	private final Thread thread;

	private final Life life;

	private boolean ended;

	/**
	 * @param work must catch what it throws
	 */
	Errand(Life life, Runnable work) {
		this.life = life;
		this.thread = Thread.ofVirtual().unstarted(() -> {
			turn.acquireUninterruptibly();
			try {
				work.run();
			}
			finally {
				ended = true;
				worlds.release();
			}
		});
		this.thread.start();
	}

	Thread thread() {
		return thread;
	}

	Life life() {
		return life;
	}

	boolean hasEnded() {
		return ended;
	}

	/**
	 * Gives it the turn, and comes back when it waits or has ended. Called by the world.
	 */
	void goOn() {
		turn.release();
		worlds.acquireUninterruptibly();
	}

	/** Gives the turn back until it goes on. Called by the errand itself. */
	void pause() {
		worlds.release();
		turn.acquireUninterruptibly();
	}

}
