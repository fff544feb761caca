package org.web3ecosystem.bootstrap.actuate;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import org.web3ecosystem.bootstrap.monitor.Criteria;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;

/** One of the twelve phase transition requirements as a member of its gate's group. */
final class CriterionIndicator implements HealthIndicator {

	/** The detail that says what was seen or is waited for. */
	static final String REASON = "reason";

	private final CriterionId id;

	private final Criteria criteria;

	CriterionIndicator(CriterionId id, Criteria criteria) {
		this.id = id;
		this.criteria = criteria;
	}

	@Override
	public Health health() {
		Criterion.Finding finding = criteria.find(id);
		return (finding.met() ? Health.up() : Health.down()).withDetail("criterion", id.criterion())
			.withDetail(REASON, finding.reason())
			.build();
	}

}
