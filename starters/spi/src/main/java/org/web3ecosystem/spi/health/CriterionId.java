package org.web3ecosystem.spi.health;

/** The twelve phase transition requirements of the roadmap, three to a gate. */
public enum CriterionId {

	ALL_SERVICES_STARTED(Gate.TO_PHASE_1, "all-services-started", "All services started"),

	BASIC_CONNECTIVITY(Gate.TO_PHASE_1, "basic-connectivity", "Basic connectivity established"),

	HEALTH_CHECKS(Gate.TO_PHASE_1, "health-checks", "Health checks passing"),

	CERTIFICATES_ACTIVE(Gate.TO_PHASE_2, "certificates-active", "TrustChain certificates active"),

	TRANSPORT_SECURED(Gate.TO_PHASE_2, "transport-secured", "STOQ transport secured"),

	DISCOVERY_OPERATIONAL(Gate.TO_PHASE_2, "discovery-operational", "Service discovery operational"),

	CONSENSUS_ACTIVE(Gate.TO_PHASE_3, "consensus-active", "Consensus validation active"),

	BYZANTINE_DETECTION(Gate.TO_PHASE_3, "byzantine-detection", "Byzantine detection online"),

	FEDERATION_ENDPOINTS(Gate.TO_PHASE_3, "federation-endpoints", "Federation endpoints ready"),

	ADVANCED_FEATURES(Gate.TO_COMPLETE, "advanced-features", "All advanced features active"),

	PERFORMANCE_TARGETS(Gate.TO_COMPLETE, "performance-targets", "Performance targets met"),

	NO_FALLBACK(Gate.TO_COMPLETE, "no-fallback", "No fallback mechanisms active");

	private final Gate gate;

	private final String id;

	private final String criterion;

	CriterionId(Gate gate, String id, String criterion) {
		this.gate = gate;
		this.id = id;
		this.criterion = criterion;
	}

	public Gate gate() {
		return gate;
	}

	/** As in URLs, metrics and JSON. */
	public String id() {
		return id;
	}

	/** As the roadmap words it. */
	public String criterion() {
		return criterion;
	}

	/** The way from one phase to the next; also the name of an Actuator health group. */
	public enum Gate {

		TO_PHASE_1("1", "to-phase-1"), TO_PHASE_2("2", "to-phase-2"), TO_PHASE_3("3", "to-phase-3"),
		TO_COMPLETE("complete", "to-complete");

		private final String to;

		private final String group;

		Gate(String to, String group) {
			this.to = to;
			this.group = group;
		}

		/** Where it leads: {@code 1}, {@code 2}, {@code 3} or {@code complete}. */
		public String to() {
			return to;
		}

		public String group() {
			return group;
		}

	}

}
