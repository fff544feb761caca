package org.web3ecosystem.hashgraph;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.TreeSet;

import com.swirlds.config.api.Configuration;
import com.swirlds.config.api.ConfigurationBuilder;
import com.swirlds.config.api.source.ConfigSource;

/**
 * The engine's own settings. Each differs from its default for a reason that was
 * measured.
 */
public final class EngineConfiguration implements ConfigSource {

	/** How long a replica waits before it dials another again, in milliseconds. */
	private static final int DIALS_AGAIN = 100;

	/** Shorter than this a replica does not wait for who dials it. */
	private static final int SHORTEST_WAIT = 10;

	private static final int LONGEST_WAIT = 25;

	private static final String BINDINGS = "gossip.interfaceBindings";

	private static final String ELSEWHERE = "gossip.endpointOverrides";

	private final Map<String, String> values = new TreeMap<>();

	/** The settings that are lists. */
	private final Map<String, List<String>> lists;

	private EngineConfiguration(Map<String, List<String>> lists) {
		this.lists = lists;
	}

	/** Before it creates events, a replica listens for those it created and forgot. */
	enum Listening {

		/** It has never run, or has just ended. */
		NOT("0s"),
		/** It has a journal of what it created. */
		FOR_A_WHILE("10s"),
		/** Until its peers have given it a state. */
		FOR_A_STATE("87600h");

		private final String delay;

		Listening(String delay) {
			this.delay = delay;
		}

	}

	/**
	 * The settings that every replica has wherever it is and however it began, for who
	 * measures the engine without this module.
	 * @param n how many replicas there are
	 */
	public static Map<String, String> everywhere(int n, HashgraphSettings settings) {
		EngineConfiguration source = new EngineConfiguration(Map.of());
		source.common(n, settings);
		return Map.copyOf(source.values);
	}

	/**
	 * @param n how many replicas there are
	 * @param at where it listens
	 * @param elsewhere where others are dialled that are not dialled where the roster
	 * says
	 * @param listening before it creates events
	 * @param overrides other values, for tests that cannot wait
	 */
	static Configuration of(long engineId, int n, GossipPort at, Map<Long, InetSocketAddress> elsewhere,
			EngineDirectory directory, HashgraphSettings settings, Listening listening, String password,
			Map<String, String> overrides) {
		EngineConfiguration source = new EngineConfiguration(Map.of(BINDINGS,
				List.of(endpoint(engineId, at.address(), at.port())), ELSEWHERE,
				elsewhere.entrySet()
					.stream()
					.map(other -> endpoint(other.getKey(), other.getValue().getAddress(), other.getValue().getPort()))
					.toList()));
		source.common(n, settings);
		source.directories(directory);
		source.values.put("platformStatus.observingStatusDelay", listening.delay);
		source.values.put("crypto.keystorePassword", password);
		source.values.putAll(overrides);
		return ConfigurationBuilder.create().autoDiscoverExtensions().withSource(source).build();
	}

	private static String endpoint(long engineId, InetAddress address, int port) {
		return "{\"nodeId\": %d, \"hostname\": \"%s\", \"port\": %d}".formatted(engineId, address.getHostAddress(),
				port);
	}

	private void common(int n, HashgraphSettings settings) {
		agreement(settings);
		disk();
		idle();
		survival(n);
	}

	private void agreement(HashgraphSettings settings) {
		values.put("event.creation.maxCreationRate", Integer.toString(settings.creationRate()));
		// halves the latency and cuts its tail
		values.put("event.creation.maxOtherParents", "3");
	}

	private void directories(EngineDirectory directory) {
		values.put("paths.settingsUsedDir", directory.temporary().toString());
		values.put("paths.savedStateDir", directory.path().toString());
		values.put("paths.tmpDir", directory.temporary().toString());
	}

	private void disk() {
		values.put("state.saveStatePeriod", "60");
		values.put("state.signedStateDisk", "2");
		// the other way waits for later rounds, which do not come when stopping or idle
		values.put("state.saveStateAsync", "false");
		// the default writes a 260 MB index into every snapshot
		values.put("merkleDb.initialCapacity", "10000");
		// changes stay in memory until there are so many bytes of them; the default is
		// 1.2 GB
		values.put("virtualMap.copyFlushCandidateThreshold", "8000000");
		// what was sent and forgotten with the power would be signed differently a second
		// time
		values.put("event.preconsensus.inlinePcesSyncOption", "EVERY_SELF_EVENT");
		values.put("event.preconsensus.minimumRetentionPeriod", "1m");
		values.put("event.preconsensus.preferredFileSizeMegabytes", "2");
		values.put("event.enableEventStreaming", "false");
		values.put("metrics.disableMetricsOutput", "true");
	}

	private void idle() {
		values.put("platform.wiring.healthMonitorHeartbeatPeriod", "100ms");
		values.put("sync.rpcIdleWritePollTimeout", "100ms");
		values.put("sync.rpcIdleDispatchPollTimeout", "100ms");
		// events are sent to everybody at once; comparing what each has is for what got
		// lost, goes on whatever is ordered, and looks at all that is not old
		values.put("broadcast.rpcSleepAfterSyncWhileBroadcasting", "500ms");
		values.put("jvmPauseDetectorSleepMs", "0");
	}

	private void survival(int n) {
		// the engine gives up its port only after nobody has dialled it for so long:
		// three peers that tried every 10 ms kept it for ever with 200. Of n - 1 peers
		// that dial every so often there is always a pause longer than an nth of it, and
		// the next epoch may have more of them; and it looks that often, for as long as
		// it runs
		values.put("socket.timeoutServerAcceptConnect",
				Integer.toString(Math.clamp(DIALS_AGAIN / (2 * n), SHORTEST_WAIT, LONGEST_WAIT)));
		values.put("socket.waitBetweenConnectionRetries", Integer.toString(DIALS_AGAIN));
		// stopping waits for talks with peers that have just gone
		values.put("socket.timeoutSyncClientSocket", "2000");
		values.put("reconnect.minimumTimeBetweenReconnects", "5s");
		// the engine would end the process otherwise
		values.put("reconnect.active", "true");
		values.put("reconnect.reconnectWindowSeconds", "-1");
		values.put("reconnect.maximumReconnectFailuresBeforeShutdown", Integer.toString(Integer.MAX_VALUE));
		values.put("state.automatedSelfIssRecovery", "false");
	}

	@Override
	public Set<String> getPropertyNames() {
		Set<String> names = new TreeSet<>(values.keySet());
		names.addAll(lists.keySet());
		return names;
	}

	@Override
	public String getValue(String propertyName) {
		String value = values.get(propertyName);
		if (value == null) {
			throw new NoSuchElementException(propertyName);
		}
		return value;
	}

	@Override
	public boolean isListProperty(String propertyName) {
		return lists.containsKey(propertyName);
	}

	@Override
	public List<String> getListValue(String propertyName) {
		List<String> list = lists.get(propertyName);
		return list == null ? List.of(getValue(propertyName)) : list;
	}

}
