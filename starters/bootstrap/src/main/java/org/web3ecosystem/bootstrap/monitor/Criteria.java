package org.web3ecosystem.bootstrap.monitor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;

/** All who look at a criterion, together: one that finds it not met is enough. */
public final class Criteria {

	private final Map<CriterionId, List<Criterion>> byId = new EnumMap<>(CriterionId.class);

	public Criteria(Collection<Criterion> criteria) {
		criteria.forEach(criterion -> byId.computeIfAbsent(criterion.id(), id -> new ArrayList<>()).add(criterion));
	}

	public Criterion.Finding find(CriterionId id) {
		List<Criterion> lookers = byId.getOrDefault(id, List.of());
		if (lookers.isEmpty()) {
			return Criterion.Finding.waitingFor("nobody looks at it");
		}
		List<Criterion.Finding> findings = lookers.stream().map(Criteria::find).toList();
		boolean met = findings.stream().allMatch(Criterion.Finding::met);
		String reason = String.join("; ",
				findings.stream().filter(finding -> finding.met() == met).map(Criterion.Finding::reason).toList());
		return new Criterion.Finding(met, reason);
	}

	private static Criterion.Finding find(Criterion criterion) {
		try {
			return criterion.find();
		}
		catch (RuntimeException broken) {
			return Criterion.Finding.waitingFor("a look that failed: " + Reason.of(broken));
		}
	}

}
