package org.web3ecosystem.bootstrap.table;

import java.time.Duration;
import java.util.List;

/**
 * One row of the table.
 *
 * @param phase 0 to 3
 * @param dns where names are looked up
 * @param certificates which identities count
 * @param consensus how much must be proven
 * @param falcon the transport's second signature
 * @param deadline how long the phase may take before the node calls itself degraded
 * @param minDuration how long the phase lasts at least
 */
public record PhaseRow(int phase, DnsMode dns, CertMode certificates, ConsensusMode consensus, FalconMode falcon,
		Duration deadline, Duration minDuration) {

	/** The number of phases. */
	public static final int COUNT = 4;

	/** The last phase. */
	public static final int LAST = COUNT - 1;

	private static final List<String> NAMES = List.of("Traditional Bootstrap", "Hybrid Trust Model",
			"Partial Federation", "Full Federation");

	private static final List<Duration> DEADLINES = List.of(Duration.ofSeconds(10), Duration.ofSeconds(30),
			Duration.ofMinutes(2), Duration.ofMinutes(5));

	private static final List<FalconMode> FALCON = List.of(FalconMode.OFF, FalconMode.OPTIONAL, FalconMode.OPTIONAL,
			FalconMode.REQUIRED);

	public PhaseRow {
		if (phase < 0 || phase > LAST) {
			throw new IllegalArgumentException("a phase is 0 to " + LAST + ", not " + phase);
		}
		if (deadline.isNegative() || deadline.isZero() || minDuration.isNegative()) {
			throw new IllegalArgumentException("the durations of phase " + phase + " are out of range");
		}
	}

	/** As the roadmap calls it. */
	public String name() {
		return nameOf(phase);
	}

	public static String nameOf(int phase) {
		return NAMES.get(phase);
	}

	/** The roadmap's performance target for a phase. */
	public static Duration defaultDeadline(int phase) {
		return DEADLINES.get(phase);
	}

	public static FalconMode defaultFalcon(int phase) {
		return FALCON.get(phase);
	}

	/** This row with nothing weaker than the marks; only names are as the row says. */
	public PhaseRow within(Marks marks) {
		return new PhaseRow(phase, dns, Mode.stronger(certificates, marks.certificates()),
				Mode.stronger(consensus, marks.consensus()), Mode.stronger(falcon, marks.falcon()), deadline,
				minDuration);
	}

}
