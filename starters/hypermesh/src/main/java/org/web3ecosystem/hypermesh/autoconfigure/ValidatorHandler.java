package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.autoconfigure.LeaseHandler.ConflictException;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.ledger.Outcome;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.proof.ReducedProofs;
import org.web3ecosystem.hypermesh.roster.Application;
import org.web3ecosystem.hypermesh.roster.Applications;
import org.web3ecosystem.hypermesh.roster.Difference;
import org.web3ecosystem.hypermesh.roster.EmergencyOrder;
import org.web3ecosystem.hypermesh.roster.LedgerRoster;
import org.web3ecosystem.hypermesh.roster.LedgerRoster.Asked;
import org.web3ecosystem.hypermesh.roster.LedgerRoster.Standing;
import org.web3ecosystem.hypermesh.roster.Passage;
import org.web3ecosystem.hypermesh.roster.ProofOrder;
import org.web3ecosystem.hypermesh.roster.Proposal;
import org.web3ecosystem.hypermesh.roster.RosterChange;
import org.web3ecosystem.hypermesh.roster.RosterCommand;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.genesis.Validator;
import reactor.core.publisher.Mono;

/**
 * Who agrees, over REST; changes are written as lines, {@code add node5 1000},
 * {@code weigh node4 500}, {@code remove node4}, {@code protocol 12} for other rules,
 * {@code rekey} for a new gossip key of this node or, alone, {@code proofs three for 6h}
 * or {@code emergency for 1h}.
 */
final class ValidatorHandler {

	private final Deferrable<LedgerRoster> writing;

	private final LedgerRoster roster;

	private final Node node;

	private final Supplier<Optional<ConsensusEngine>> engine;

	/**
	 * @param engine of this node, if it has one
	 */
	ValidatorHandler(Deferrable<LedgerRoster> roster, Node node, Supplier<Optional<ConsensusEngine>> engine) {
		this.writing = roster;
		this.roster = roster.direct();
		this.node = node;
		this.engine = engine;
	}

	/** The roster that counts and what is to become of it. */
	Mono<ServerResponse> list(ServerRequest request) {
		return Mono.fromCompletionStage(roster::standing)
			.flatMap(standing -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(json(standing)));
	}

	/** {@code {"changes"}}: asks the other validators for another roster. */
	Mono<ServerResponse> propose(ServerRequest request) {
		return Problems.asOperator(request,
				() -> JsonBody.of(request, List.of("changes"))
					.flatMap(body -> Mono.fromCompletionStage(roster::standing)
						.flatMap(standing -> decided(HttpStatus.CREATED, () -> proposed(body, standing, request)))));
	}

	private CompletionStage<Receipt> proposed(JsonBody body, Standing standing, ServerRequest request) {
		List<String> lines = body.texts("changes");
		LedgerRoster written = Writing.with(writing, request, String.join(", ", lines));
		if (lines.stream().noneMatch(line -> ProofLine.isOne(line) || EmergencyLine.isOne(line))) {
			return written.propose(changes(lines, standing));
		}
		if (lines.size() > 1) {
			throw new BadRequestException(
					"what is about proofs or emergency mode is proposed alone: it waits for no epoch");
		}
		String line = lines.getFirst();
		if (EmergencyLine.isOne(line)) {
			EmergencyOrder order = EmergencyLine.parse(line);
			require(Protocols.EMERGENCY_MODE, "know no emergency mode", standing);
			return written.propose(order);
		}
		ProofOrder order = ProofLine.parse(line);
		require(Protocols.REDUCED_PROOFS, "know four proofs and no fewer", standing);
		return written.propose(order);
	}

	private static void require(long protocol, String lacking, Standing standing) {
		if (standing.now().protocol() < protocol) {
			throw conflict("The rules of this federation " + lacking + "; propose 'protocol " + protocol + "' first.");
		}
	}

	/** Says on the ledger that this node wants to become a validator. */
	Mono<ServerResponse> apply(ServerRequest request) {
		return Problems.asOperator(request, () -> decided(HttpStatus.CREATED, () -> Writing.with(writing, request)
			.apply(new Application(node.name(), node.key().publicKey().getEncoded(), drawnKey(), node.endpoints()))));
	}

	/** Has this node agree with a proposal. */
	Mono<ServerResponse> approve(ServerRequest request) {
		String proposal = request.pathVariable("proposal");
		return Problems.asOperator(request, () -> {
			if (!Outcome.isTransactionId(proposal)) {
				throw new BadRequestException("a proposal's id is 64 lower-case hexadecimal digits");
			}
			return decided(HttpStatus.OK, () -> Writing.with(writing, request).approve(proposal));
		});
	}

	private static Mono<ServerResponse> decided(HttpStatus done, Supplier<CompletionStage<Receipt>> how) {
		return Mono.fromCompletionStage(how).flatMap(receipt -> switch (receipt.verdict()) {
			case Verdict.Accepted yes ->
				ServerResponse.status(done).contentType(MediaType.APPLICATION_JSON).bodyValue(json(receipt));
			case Verdict.Rejected(String reason, boolean revoked) ->
				Mono.error(new ConflictException("The ledger refuses this: " + reason + ".", Optional.empty()));
			case Verdict.Unavailable(String reason) -> Mono.error(new UnavailableException(reason));
		});
	}

	private List<RosterChange> changes(List<String> lines, Standing standing) {
		if (lines.isEmpty() || lines.size() > RosterCommand.MAX_CHANGES) {
			throw new BadRequestException("field 'changes' has 1 to " + RosterCommand.MAX_CHANGES + " lines");
		}
		return lines.stream().map(line -> change(line, standing)).toList();
	}

	private RosterChange change(String line, Standing standing) {
		Roster roster = standing.now().roster();
		String[] words = line.strip().split(" +", -1);
		if (words.length == 3 && words[0].equals("weigh") && isWeight(words[2])) {
			return new RosterChange.Weigh(node(words[1], roster), Long.parseLong(words[2]));
		}
		if (words.length == 3 && words[0].equals("add") && isWeight(words[2]) && Long.parseLong(words[2]) > 0) {
			return standing.applications()
				.find(words[1])
				.orElseThrow(
						() -> conflict(isMember(words[1], roster) ? "Node '" + words[1] + "' is a validator already."
								: "Node '" + words[1] + "' has not applied."))
				.weighing(Long.parseLong(words[2]));
		}
		if (words.length == 2 && words[0].equals("remove")) {
			return new RosterChange.Remove(node(words[1], roster));
		}
		if (words.length == 2 && words[0].equals("protocol") && words[1].matches("[0-9]{1,9}")) {
			return new RosterChange.Upgrade(Long.parseLong(words[1]));
		}
		if (words.length == 1 && words[0].equals("rekey")) {
			return rekey(roster);
		}
		throw new BadRequestException(
				"a change is 'add <node> <weight>', 'weigh <node> <weight>', the weight to 2^53 and from 1 or 0, 'remove <node>', 'protocol <version>', 'rekey', 'proofs <how many> …' or 'emergency …', not '"
						+ line + "'");
	}

	private static boolean isWeight(String word) {
		return word.matches("[0-9]{1,16}") && Long.parseLong(word) <= Roster.MAX_WEIGHT;
	}

	/** A new gossip key for this node; only it has the private half. */
	private RosterChange rekey(Roster roster) {
		Validator own = roster.member(node.id())
			.map(Member::validator)
			.orElseThrow(() -> conflict("This node is no validator and has no gossip key."));
		return new RosterChange.Move(node.id(), drawnKey(), own.endpoints());
	}

	private byte[] drawnKey() {
		return engine.get().orElseThrow(() -> conflict("This node runs no consensus engine.")).drawKey();
	}

	/** Well said, but not as things stand now (RFC 9110, section 15.5.10). */
	private static ConflictException conflict(String why) {
		return new ConflictException(why, Optional.empty());
	}

	private static boolean isMember(String name, Roster roster) {
		return called(name, roster).isPresent();
	}

	private static Optional<NodeId> called(String name, Roster roster) {
		return roster.members()
			.stream()
			.map(Member::validator)
			.filter(validator -> validator.name().equals(name) || validator.id().hex().equals(name))
			.map(Validator::id)
			.findFirst();
	}

	private static NodeId node(String name, Roster roster) {
		return called(name, roster).orElseThrow(() -> conflict("No validator is called '" + name + "'."));
	}

	private Map<String, Object> json(Standing standing) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("epoch", standing.now().epoch().number());
		json.put("weight", standing.now().roster().weight());
		json.put("protocol", standing.now().protocol());
		json.put("validators", json(standing.now().roster(), standing.spoken(), standing.promised().weights()));
		standing.proofs().ifPresent(ordered -> json.put("proofs", json(ordered)));
		standing.modes().emergency().ifPresent(mode -> json.put("emergency", EmergencyJson.of(mode)));
		standing.modes().rule().ifPresent(rule -> json.put("emergencyRule", EmergencyJson.of(rule)));
		json.put("applications", standing.applications().all().stream().map(ValidatorHandler::json).toList());
		json.put("proposals", standing.asked().stream().map(asked -> json(asked, standing)).toList());
		standing.next().ifPresent(next -> json.put("next", next(next, standing)));
		return json;
	}

	/** An epoch counts from its first block on, and where nobody writes there is none. */
	private Map<String, Object> next(EpochRoster next, Standing standing) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("epoch", next.epoch().number());
		json.put("protocol", next.protocol());
		json.put("signed", standing.signed());
		engine.get()
			.map(own -> own.report().epoch().compareTo(next.epoch()) >= 0)
			.ifPresent(begun -> json.put("begun", begun));
		json.put("validators", json(next.roster(), Map.of(), standing.promised().weights()));
		return json;
	}

	private static Map<String, Object> json(Applications.Open open) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("name", open.application().name());
		json.put("node", open.application().node().hex());
		json.put("addresses", open.application().endpoints().addresses());
		json.put("until", open.until().toString());
		return json;
	}

	private static Map<String, Object> json(Asked asked, Standing standing) {
		Proposal proposal = asked.proposal();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", proposal.id());
		json.put("proposer", proposal.proposer().hex());
		json.put("until", proposal.until().toString());
		json.put("approving", asked.approving().stream().map(NodeId::hex).toList());
		json.put("approvingWeight", standing.now().roster().weight(asked.approving()));
		switch (proposal.wanted()) {
			case Proposal.Next(EpochRoster wanted) -> {
				Passage passage = Passage.of(standing.now(), wanted);
				Roster next = passage.next().roster();
				json.put("protocol", wanted.protocol());
				json.put("changes", changes(standing.now(), wanted));
				json.put("validators", json(next, Map.of(), passage.promised().weights()));
				json.put("weight", next.weight());
				json.put("approvingWeightThen", next.weight(asked.approving()));
			}
			case Proposal.Proofs(ProofOrder order) -> json.put("proofs", json(order));
			case Proposal.Mode(EmergencyOrder order) -> json.put("emergency", EmergencyJson.of(order));
		}
		return json;
	}

	private static List<Map<String, Object>> changes(EpochRoster now, EpochRoster next) {
		return Difference.between(now, next).stream().map(ValidatorHandler::json).toList();
	}

	private static Map<String, Object> json(Difference difference) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("change", difference.change());
		difference.node().ifPresent(node -> json.put("node", node.hex()));
		difference.gossipKey().ifPresent(key -> json.put("gossipKey", key));
		difference.before().ifPresent(key -> json.put("before", key));
		if (!difference.addresses().isEmpty()) {
			json.put("addresses", difference.addresses());
		}
		return json;
	}

	private static Map<String, Object> json(ProofOrder order) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("level", order.level().word());
		if (order instanceof ProofOrder.Reduce(ProofLevel level, Instant from, Duration length)) {
			if (!from.equals(Instant.EPOCH)) {
				json.put("since", from.toString());
				json.put("until", from.plus(length).toString());
			}
			json.put("seconds", length.toSeconds());
		}
		return json;
	}

	private static Map<String, Object> json(ReducedProofs ordered) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("level", ordered.level().word());
		json.put("since", ordered.since().toString());
		json.put("until", ordered.until().toString());
		json.put("order", ordered.order());
		return json;
	}

	private static List<Map<String, Object>> json(Roster roster, Map<NodeId, Protocols> spoken,
			Map<NodeId, Long> promised) {
		return roster.members().stream().map(member -> json(member, spoken, promised)).toList();
	}

	private static Map<String, Object> json(Member member, Map<NodeId, Protocols> spoken, Map<NodeId, Long> promised) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("name", member.validator().name());
		json.put("node", member.validator().id().hex());
		json.put("weight", member.weight());
		if (member.weight() == 0) {
			Optional.ofNullable(promised.get(member.validator().id()))
				.ifPresent(weight -> json.put("promised", weight));
		}
		Optional.ofNullable(spoken.get(member.validator().id())).ifPresent(known -> json.put("speaks", json(known)));
		return json;
	}

	private static Map<String, Object> json(Protocols known) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("oldest", known.oldest());
		json.put("newest", known.newest());
		return json;
	}

	private static Map<String, Object> json(Receipt receipt) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("transaction", receipt.transactionId());
		json.put("height", receipt.height().number());
		json.put("consensusTime", receipt.consensusTime().toString());
		return json;
	}

}
