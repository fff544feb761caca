package org.web3ecosystem.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs what a process is to do, in the time of a {@link World}. */
final class SimulatedExecutor extends AbstractExecutorService implements ScheduledExecutorService {

	private final World world;

	private final Life life;

	private final Supplier<Duration> lateness;

	private final boolean waits;

	private boolean shut;

	private SimulatedExecutor(World world, Life life, Supplier<Duration> lateness, boolean waits) {
		this.waits = waits;
		this.world = world;
		this.life = life;
		this.lateness = lateness;
	}

	/** One thing after the other. */
	static SimulatedExecutor inOrder(World world, Life life) {
		return new SimulatedExecutor(world, life, () -> Duration.ZERO, false);
	}

	/** Many at once: which one is first is drawn. */
	static SimulatedExecutor anyOrder(World world, Life life) {
		return new SimulatedExecutor(world, life, () -> world.between(0, 2), false);
	}

	/** The same for what may wait. */
	static SimulatedExecutor waiting(World world, Life life) {
		return new SimulatedExecutor(world, life, () -> world.between(0, 2), true);
	}

	@Override
	public void execute(Runnable task) {
		if (waits) {
			world.send(lateness.get(), life, task);
		}
		else {
			world.after(lateness.get(), life, task);
		}
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		return schedule(() -> {
			command.run();
			return null;
		}, delay, unit);
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		Timer<V> timer = new Timer<>();
		world.after(Duration.ofNanos(unit.toNanos(delay)), life, () -> {
			if (!timer.isDone()) {
				timer.run(callable);
			}
		});
		return timer;
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
		return scheduleWithFixedDelay(command, initialDelay, period, unit);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
		Timer<Void> timer = new Timer<>();
		Duration pause = Duration.ofNanos(unit.toNanos(delay));
		world.after(Duration.ofNanos(unit.toNanos(initialDelay)), life, () -> again(command, pause, timer));
		return timer;
	}

	private void again(Runnable command, Duration pause, Timer<Void> timer) {
		if (!timer.isDone() && !shut) {
			command.run();
			world.after(pause, life, () -> again(command, pause, timer));
		}
	}

	@Override
	public void shutdown() {
		shut = true;
	}

	@Override
	public List<Runnable> shutdownNow() {
		shut = true;
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return shut;
	}

	@Override
	public boolean isTerminated() {
		return shut;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return shut;
	}

	/** What was asked for, to be cancelled. */
	private static final class Timer<V> implements ScheduledFuture<V> {

		private final CompletableFuture<V> result = new CompletableFuture<>();

		void run(Callable<V> callable) {
			try {
				result.complete(callable.call());
			}
			catch (RuntimeException failed) {
				throw failed;
			}
			catch (Exception failed) {
				throw new IllegalStateException(failed);
			}
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return 0;
		}

		@Override
		public int compareTo(Delayed other) {
			return 0;
		}

		@Override
		public boolean cancel(boolean mayInterrupt) {
			return result.cancel(false);
		}

		@Override
		public boolean isCancelled() {
			return result.isCancelled();
		}

		@Override
		public boolean isDone() {
			return result.isDone();
		}

		@Override
		public V get() throws InterruptedException, ExecutionException {
			return result.get();
		}

		@Override
		public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
			return result.get(timeout, unit);
		}

	}

}
