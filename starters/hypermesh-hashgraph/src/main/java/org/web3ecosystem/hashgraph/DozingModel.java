package org.web3ecosystem.hashgraph;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import com.swirlds.component.framework.model.WiringModel;
import com.swirlds.component.framework.model.diagram.ModelEdgeSubstitution;
import com.swirlds.component.framework.model.diagram.ModelGroup;
import com.swirlds.component.framework.model.diagram.ModelManualLink;
import com.swirlds.component.framework.schedulers.builders.TaskSchedulerBuilder;
import com.swirlds.component.framework.wires.output.OutputWire;

/**
 * The engine's wiring, whose fast heartbeats are slow while the replica sleeps: a hundred
 * times a second it would be asked to create an event and not do it.
 */
final class DozingModel implements WiringModel {

	/** A heartbeat that is no faster than this is left as it is. */
	private static final Duration SLOW = Duration.ofMillis(100);

	private final WiringModel model;

	private final BooleanSupplier asleep;

	private final LongSupplier nanoTime;

	private final AtomicInteger filters = new AtomicInteger();

	DozingModel(WiringModel model, BooleanSupplier asleep, LongSupplier nanoTime) {
		this.model = model;
		this.asleep = asleep;
		this.nanoTime = nanoTime;
	}

	@Override
	public OutputWire<Instant> buildHeartbeatWire(Duration period) {
		OutputWire<Instant> heartbeat = model.buildHeartbeatWire(period);
		return period.compareTo(SLOW) >= 0 ? heartbeat : heartbeat
			.buildFilter("AwakeHeartbeat" + filters.incrementAndGet(), "heartbeat", new Beats(asleep, nanoTime));
	}

	/** Which heartbeats go on; asked on the thread of the heartbeats. */
	static final class Beats implements Predicate<Instant> {

		private final BooleanSupplier asleep;

		private final LongSupplier nanoTime;

		private long last;

		Beats(BooleanSupplier asleep, LongSupplier nanoTime) {
			this.asleep = asleep;
			this.nanoTime = nanoTime;
			this.last = nanoTime.getAsLong();
		}

		@Override
		public boolean test(Instant beat) {
			long now = nanoTime.getAsLong();
			if (asleep.getAsBoolean() && now - last < SLOW.toNanos()) {
				return false;
			}
			last = now;
			return true;
		}

	}

	@Override
	public <O> TaskSchedulerBuilder<O> schedulerBuilder(String name) {
		return model.schedulerBuilder(name);
	}

	@Override
	public boolean checkForCyclicalBackpressure() {
		return model.checkForCyclicalBackpressure();
	}

	@Override
	public boolean checkForIllegalDirectSchedulerUsage() {
		return model.checkForIllegalDirectSchedulerUsage();
	}

	@Override
	public boolean checkForUnboundInputWires() {
		return model.checkForUnboundInputWires();
	}

	@Override
	public String generateWiringDiagram(List<ModelGroup> groups, List<ModelEdgeSubstitution> substitutions,
			List<ModelManualLink> links, boolean moreMystery) {
		return model.generateWiringDiagram(groups, substitutions, links, moreMystery);
	}

	@Override
	public OutputWire<Duration> getHealthMonitorWire() {
		return model.getHealthMonitorWire();
	}

	@Override
	public Duration getUnhealthyDuration() {
		return model.getUnhealthyDuration();
	}

	@Override
	public void start() {
		model.start();
	}

	@Override
	public void stop() {
		model.stop();
	}

	@Override
	public boolean isRunning() {
		return model.isRunning();
	}

}
