package org.web3ecosystem.hypermesh.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.web3ecosystem.hypermesh.ledger.Suspect;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;

/**
 * {@code GET /actuator/byzantine}: how many liars the validators of this epoch bear, and
 * who is suspected here.
 */
@Endpoint(id = "byzantine")
public final class ByzantineEndpoint {

	private final VerifiableLedger ledger;

	ByzantineEndpoint(VerifiableLedger ledger) {
		this.ledger = ledger;
	}

	@ReadOperation
	public Map<String, Object> byzantine() {
		Roster roster = ledger.roster();
		int n = roster.members().size();
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("epoch", ledger.epoch().number());
		report.put("n", n);
		report.put("f", (n - 1) / 3);
		report.put("weight", roster.weight());
		report.put("quorumWeight", 2 * roster.weight() / 3 + 1);
		report.put("outvoted", ledger.report().outvoted());
		report.put("suspected", ledger.suspects().stream().map(suspect -> suspected(suspect, roster)).toList());
		report.put("isolated",
				roster.members()
					.stream()
					.filter(member -> member.weight() == 0)
					.map(member -> member.validator().name())
					.toList());
		report.put("validators", roster.members().stream().map(ByzantineEndpoint::member).toList());
		return report;
	}

	private static Map<String, Object> suspected(Suspect suspect, Roster roster) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("engineId", suspect.engineId());
		List<Member> known = roster.members()
			.stream()
			.filter(member -> member.validator().engineId() == suspect.engineId())
			.toList();
		known.forEach(member -> entry.put("name", member.validator().name()));
		entry.put("kind", suspect.kind());
		entry.put("evidence", suspect.evidence());
		entry.put("since", suspect.since().toString());
		entry.put("times", suspect.times());
		return entry;
	}

	private static Map<String, Object> member(Member member) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("name", member.validator().name());
		entry.put("node", member.validator().id().hex());
		entry.put("weight", member.weight());
		return entry;
	}

}
