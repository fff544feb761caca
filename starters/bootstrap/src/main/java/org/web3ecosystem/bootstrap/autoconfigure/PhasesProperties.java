package org.web3ecosystem.bootstrap.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.bootstrap.toml.Documents;
import org.web3ecosystem.bootstrap.toml.InvalidTableException;
import org.web3ecosystem.bootstrap.toml.Problem;
import org.web3ecosystem.bootstrap.toml.TableReader;

/**
 * The table of phases as properties: what bootstrap.toml says, with whatever else in the
 * environment is stronger.
 *
 * @param currentPhase where an empty data directory starts, by default 0
 * @param phase0 the row of phase 0
 * @param phase1 the row of phase 1
 * @param phase2 the row of phase 2
 * @param phase3 the row of phase 3
 * @param gates how gates are judged
 * @param serviceDependencies capabilities by component and phase
 */
@ConfigurationProperties(Documents.PHASES)
public record PhasesProperties(@Nullable Integer currentPhase, @Nullable Row phase0, @Nullable Row phase1,
		@Nullable Row phase2, @Nullable Row phase3, @Nullable Gates gates,
		@DefaultValue Map<String, Map<String, List<String>>> serviceDependencies) {

	/**
	 * A row.
	 *
	 * @param dnsMode traditional, hybrid, federated_primary or federated_only; needed
	 * @param certMode self_signed, trustchain or consensus_validated; needed
	 * @param consensus whether there is consensus in this phase; needed
	 * @param consensusMode optional, recommended or mandatory; needed with consensus,
	 * else there is none
	 * @param falcon off, optional or required; by default off, optional, optional and
	 * required from phase 0 to phase 3
	 * @param deadline how long the phase may take; by default 10s, 30s, 2m and 5m from
	 * phase 0 to phase 3
	 * @param minDuration how long it lasts at least, by default 0s
	 */
	public record Row(@Nullable String dnsMode, @Nullable String certMode, @Nullable Boolean consensus,
			@Nullable String consensusMode, @Nullable String falcon, @Nullable Duration deadline,
			@Nullable Duration minDuration) {

		private Map<String, Object> toTree() {
			Map<String, Object> tree = new LinkedHashMap<>();
			put(tree, "dns_mode", dnsMode);
			put(tree, "cert_mode", certMode);
			put(tree, "consensus", consensus);
			put(tree, "consensus_mode", consensusMode);
			put(tree, "falcon", falcon);
			put(tree, "deadline", text(deadline));
			put(tree, "min_duration", text(minDuration));
			return tree;
		}

	}

	/**
	 * How gates are judged.
	 *
	 * @param minHealthy how long a gate must be met without a break, by default 1s
	 * @param interval how often it is looked at, by default every 250ms
	 * @param noFallbackFor how long no fallback may have answered before complete, by
	 * default 30s
	 * @param retreatAfter how long a seat may have no answering offer, by default 5s
	 * @param hysteresisCap the longest min-healthy grows to after retreats, by default
	 * 60s
	 * @param total how long all phases together may take, by default 10m
	 */
	public record Gates(@Nullable Duration minHealthy, @Nullable Duration interval, @Nullable Duration noFallbackFor,
			@Nullable Duration retreatAfter, @Nullable Duration hysteresisCap, @Nullable Duration total) {

		private Map<String, Object> toTree() {
			Map<String, Object> tree = new LinkedHashMap<>();
			put(tree, "min_healthy", text(minHealthy));
			put(tree, "interval", text(interval));
			put(tree, "no_fallback_for", text(noFallbackFor));
			put(tree, "retreat_after", text(retreatAfter));
			put(tree, "hysteresis_cap", text(hysteresisCap));
			put(tree, "total", text(total));
			return tree;
		}

	}

	/**
	 * @throws InvalidTableException if there is no table or an impossible one
	 */
	PhaseTable toTable() {
		if (phase0 == null && phase1 == null && phase2 == null && phase3 == null) {
			throw new InvalidTableException(List.of(new Problem("bootstrap.toml", "there is no table of phases",
					"Put a bootstrap.toml on the class path or into the working directory, or name it with "
							+ "spring.config.import.")));
		}
		Map<String, Object> tree = new LinkedHashMap<>();
		if (currentPhase != null) {
			tree.put("phases", Map.of("current_phase", currentPhase));
		}
		put(tree, "phase_0", phase0 == null ? null : phase0.toTree());
		put(tree, "phase_1", phase1 == null ? null : phase1.toTree());
		put(tree, "phase_2", phase2 == null ? null : phase2.toTree());
		put(tree, "phase_3", phase3 == null ? null : phase3.toTree());
		put(tree, "gates", gates == null ? null : gates.toTree());
		tree.put("service_dependencies", dependencies());
		return new TableReader(tree, path -> "property " + Documents.PHASES + "." + path.replace('_', '-')).read();
	}

	private Map<String, Object> dependencies() {
		Map<String, Object> tree = new LinkedHashMap<>();
		serviceDependencies.forEach((component, phases) -> {
			Map<String, Object> lists = new LinkedHashMap<>();
			phases.forEach((phase, capabilities) -> lists.put(phase.replaceFirst("^phase[-_]?([0-9])$", "phase_$1"),
					capabilities));
			tree.put(component, lists);
		});
		return tree;
	}

	private static void put(Map<String, Object> tree, String key, @Nullable Object value) {
		if (value != null) {
			tree.put(key, value);
		}
	}

	private static @Nullable String text(@Nullable Duration duration) {
		if (duration == null) {
			return null;
		}
		return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
	}

}
