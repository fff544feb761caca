package org.web3ecosystem.hypermesh.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.web3ecosystem.hypermesh.conduct.Conduct;
import org.web3ecosystem.hypermesh.conduct.Evidence;
import org.web3ecosystem.hypermesh.conduct.Standing;
import org.web3ecosystem.hypermesh.ledger.Suspect;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.reputation.Scores;
import org.web3ecosystem.hypermesh.reputation.Scores.Score;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;

/**
 * {@code GET /actuator/byzantine}: how many liars the validators of this epoch bear, who
 * is suspected here, and whom the ledger isolates by which evidence.
 */
@Endpoint(id = "byzantine")
public final class ByzantineEndpoint {

	private final VerifiableLedger ledger;

	private final Supplier<Conduct> conduct;

	private final Supplier<List<Evidence>> accused;

	private final Scores scores;

	/**
	 * @param conduct who was convicted, as this node knows
	 * @param accused what this node has verified and the ledger has not decided on
	 */
	ByzantineEndpoint(VerifiableLedger ledger, Supplier<Conduct> conduct, Supplier<List<Evidence>> accused,
			Scores scores) {
		this.accused = accused;
		this.scores = scores;
		this.ledger = ledger;
		this.conduct = conduct;
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
		Conduct convicted = conduct.get();
		List<Evidence> waiting = accused.get();
		report.put("accused", waiting.stream().map(evidence -> accused(evidence, roster)).toList());
		report.put("stopped", convicted.isTooMuch(roster,
				waiting.stream().map(Evidence::accused).collect(Collectors.toUnmodifiableSet())));
		report.put("isolated",
				convicted.standings()
					.stream()
					.filter(Standing::isIsolated)
					.map(standing -> isolated(standing, roster))
					.toList());
		report.put("scores",
				scores.all().entrySet().stream().map(each -> score(each.getKey(), each.getValue(), roster)).toList());
		report.put("validators", roster.members().stream().map(ByzantineEndpoint::member).toList());
		return report;
	}

	private static Map<String, Object> accused(Evidence evidence, Roster roster) {
		Map<String, Object> entry = new LinkedHashMap<>();
		roster.member(evidence.accused()).ifPresent(member -> entry.put("name", member.validator().name()));
		entry.put("node", evidence.accused().hex());
		entry.put("evidence", evidence.id());
		return entry;
	}

	private static Map<String, Object> isolated(Standing standing, Roster roster) {
		Map<String, Object> entry = new LinkedHashMap<>();
		roster.member(standing.node()).ifPresent(member -> entry.put("name", member.validator().name()));
		entry.put("node", standing.node().hex());
		entry.put("evidence", standing.evidence());
		entry.put("height", standing.height().number());
		entry.put("since", standing.since().toString());
		entry.put("slashed", standing.slashed());
		entry.put("taken", standing.taken());
		return entry;
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

	private Map<String, Object> score(NodeId node, Score score, Roster roster) {
		Map<String, Object> entry = new LinkedHashMap<>();
		roster.member(node).ifPresent(member -> entry.put("name", member.validator().name()));
		entry.put("node", node.hex());
		entry.put("score", Math.round(score.value()));
		entry.put("askedLast", scores.isAskedLast(node));
		Map<String, Object> deeds = new TreeMap<>();
		score.deeds().forEach((deed, times) -> deeds.put(deed.word(), times));
		entry.put("deeds", deeds);
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
