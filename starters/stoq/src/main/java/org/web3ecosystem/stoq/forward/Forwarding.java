package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;

import org.web3ecosystem.spi.Setting;
import org.web3ecosystem.spi.SettingException;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.stoq.forward.ForwardException.Reason;
import org.web3ecosystem.stoq.forward.ForwardTally.Dropped;

/** All forwards of a node: the ports that lead elsewhere, and what comes out here. */
public final class Forwarding implements AutoCloseable {

	private final List<Forward> forwards;

	private final TransportProvider transport;

	private final ForwardLimits limits;

	private final AllowList allowed;

	private final ForwardTally tally;

	private final ScheduledExecutorService timer = Pipe.newTimer("stoq-forward");

	private final List<Entry> entries = new ArrayList<>();

	/**
	 * @param forwards the ports
	 * @param allowed what peers may reach through here
	 */
	public Forwarding(List<Forward> forwards, AllowList allowed, TransportProvider transport, ForwardLimits limits,
			ForwardTally tally) {
		this.forwards = List.copyOf(forwards);
		this.allowed = allowed;
		this.transport = transport;
		this.limits = limits;
		this.tally = tally;
	}

	/** Where they come out. */
	public ForwardExit exit() {
		return new ForwardExit(allowed, limits, tally, timer);
	}

	/**
	 * Opens the ports. Nothing is dialled before somebody uses one.
	 * @throws SettingException if one cannot be opened; then none is
	 */
	public synchronized void start() {
		for (Forward forward : forwards) {
			try {
				entries.add(open(forward));
			}
			catch (IOException taken) {
				close();
				throw new Setting("web3.stoq.forward.listen").refuse(
						new IllegalStateException(forward + ": " + taken.getMessage(), taken),
						"Stop the process that uses this port ('ss -lnp' shows it), or give 'at' another.");
			}
		}
	}

	private Entry open(Forward forward) throws IOException {
		Passage way = new Passage(transport, forward, limits.connect());
		return switch (forward.to().protocol()) {
			case TCP -> TcpEntry.open(forward.at(), way, limits, tally, timer);
			case UDP -> UdpEntry.open(forward, way, limits, tally, timer);
		};
	}

	/** Where they were opened, in the order they were given. */
	synchronized List<Entry> entries() {
		return List.copyOf(entries);
	}

	/** As of now, for people. */
	public Map<String, Object> report() {
		Map<String, Long> refusals = new TreeMap<>();
		for (Reason reason : Reason.values()) {
			refusals.put(reason.word(), tally.refusals(reason));
		}
		Map<String, Long> drops = new TreeMap<>();
		for (Dropped why : Dropped.values()) {
			drops.put(why.word(), tally.drops(why));
		}
		Map<String, Object> report = new TreeMap<>();
		report.put("ports", forwards.stream().map(Forward::toString).toList());
		report.put("allowedTargets", allowed.size());
		report.put("open", tally.open());
		report.put("opened", tally.opened());
		report.put("idle", tally.idle());
		report.put("bytes", tally.bytes());
		report.put("refusals", refusals);
		report.put("droppedDatagrams", drops);
		return report;
	}

	@Override
	public synchronized void close() {
		entries.forEach(Entry::close);
		entries.clear();
		timer.shutdownNow();
	}

}
