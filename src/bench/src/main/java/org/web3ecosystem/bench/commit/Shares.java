package org.web3ecosystem.bench.commit;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.sun.management.OperatingSystemMXBean;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the processor time of this process goes, by samples of the flight recorder that
 * are taken by processor time and see native code too. What is no Java thread, which are
 * compilers and the collector, is the rest of what the process used.
 */
final class Shares {

	private static final String SAMPLE = "jdk.CPUTimeSample";

	private static final Duration PERIOD = Duration.ofMillis(5);

	private static final String REST = "compilers, collector and what was not seen";

	private static final String OTHER = "else";

	/** The first that fits counts; a frame is the class and the method. */
	private static final List<Map.Entry<String, String>> PARTS = List.of(
			Map.entry("signatures of transactions verified", ".*NodeKey\\.(verify|isReduced|isWeak)"),
			Map.entry("signatures of transactions made, and the load",
					".*(NodeKey\\.sign|bench\\.commit\\.Own.*" + "|bench\\.commit\\.LedgerSide\\.submit)"),
			Map.entry("signatures of events",
					".*(hiero\\.base\\.crypto|hiero\\.consensus\\.crypto|lazysodium"
							+ "|EventSignature|EventHash|PlatformSigner).*"),
			Map.entry("the ledger", "org\\.web3ecosystem\\.(hypermesh|spi)\\..*"),
			Map.entry("the load", "org\\.web3ecosystem\\.bench\\..*"),
			Map.entry("TLS and sockets",
					"(sun\\.security\\.ssl|sun\\.nio\\.ch|org\\.conscrypt\\.(Conscrypt)?Engine"
							+ "|org\\.conscrypt\\.Conscrypt.*Socket).*"),
			Map.entry("state of the engine", ".*(virtualmap|merkledb|swirlds\\.state|StateHasher|StateSigner).*"),
			Map.entry("events on disk", ".*\\.pces\\..*"),
			Map.entry("the adapter", "org\\.web3ecosystem\\.hashgraph\\..*"),
			Map.entry("the engine else", "(com\\.swirlds|org\\.hiero|com\\.hedera)\\..*"));

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private Shares() {
	}

	/** Parts of all processor time while something runs, in order. */
	static Map<String, Double> during(Callable<?> work) throws Exception {
		Path file = Files.createTempFile("bench", ".jfr");
		try (Recording recording = new Recording()) {
			recording.enable(SAMPLE).with("throttle", PERIOD.toMillis() + "ms");
			recording.start();
			long before = SYSTEM.getProcessCpuTime();
			work.call();
			long used = SYSTEM.getProcessCpuTime() - before;
			recording.stop();
			recording.dump(file);
			return shares(file, used);
		}
		finally {
			Files.delete(file);
		}
	}

	private static Map<String, Double> shares(Path file, long used) throws IOException {
		Map<String, Double> shares = new LinkedHashMap<>();
		PARTS.forEach(part -> shares.put(part.getKey(), 0.0));
		shares.put(OTHER, 0.0);
		double seen = 0;
		try (RecordingFile recorded = new RecordingFile(file)) {
			while (recorded.hasMoreEvents()) {
				RecordedEvent event = recorded.readEvent();
				if (event.getEventType().getName().equals(SAMPLE)) {
					double share = (double) PERIOD.toNanos() / used;
					shares.merge(part(event), share, Double::sum);
					seen += share;
				}
			}
		}
		shares.put(REST, 1 - seen);
		return shares;
	}

	private static String part(RecordedEvent event) {
		if (event.getStackTrace() == null) {
			return OTHER;
		}
		List<String> frames = event.getStackTrace().getFrames().stream().map(Shares::name).toList();
		for (Map.Entry<String, String> part : PARTS) {
			if (frames.stream().anyMatch(frame -> frame.matches(part.getValue()))) {
				return part.getKey();
			}
		}
		return OTHER;
	}

	private static String name(RecordedFrame frame) {
		return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
	}

}
