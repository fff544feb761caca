package org.web3ecosystem.configserver;

import java.util.List;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import org.web3ecosystem.bootstrap.toml.Problem;
import org.web3ecosystem.configserver.table.AcceptedTable;
import org.web3ecosystem.configserver.table.TableState;

/** UP, DEGRADED while an older table than the file's is served, or DOWN without any. */
final class TableHealthIndicator implements HealthIndicator {

	private static final Status DEGRADED = new Status("DEGRADED");

	private final AcceptedTable table;

	TableHealthIndicator(AcceptedTable table) {
		this.table = table;
	}

	@Override
	public Health health() {
		return switch (table.look()) {
			case TableState.Current current -> Health.up().build();
			case TableState.Outdated outdated -> with(Health.status(DEGRADED), outdated.problems());
			case TableState.Missing missing -> with(Health.down(), missing.problems());
		};
	}

	private static Health with(Health.Builder health, List<Problem> problems) {
		return health.withDetail("refused", problems.stream().map(Problem::toString).toList()).build();
	}

}
