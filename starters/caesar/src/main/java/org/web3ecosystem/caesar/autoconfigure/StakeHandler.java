package org.web3ecosystem.caesar.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.caesar.Accounts;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

import reactor.core.publisher.Mono;

/** Stake over REST: what the validators and this node have bonded. */
final class StakeHandler {

	private final Genesis genesis;

	private final TransferHandler transfers;

	StakeHandler(Genesis genesis, TransferHandler transfers) {
		this.genesis = genesis;
		this.transfers = transfers;
	}

	Mono<ServerResponse> find(Accounts accounts, ServerRequest request) {
		List<NodeId> nodes = Stream.concat(genesis.validators().stream().map(Validator::id), Stream.of(accounts.self()))
			.distinct()
			.toList();
		return Mono.fromCompletionStage(() -> accounts.balance(AccountId.STAKE))
			.flatMap(bonded -> Mono.fromCompletionStage(() -> accounts.balance(AccountId.UNBONDING))
				.flatMap(unbonding -> stakes(accounts, nodes, new ArrayList<>()).flatMap(stakes -> {
					Map<String, Object> body = new LinkedHashMap<>();
					body.put("bonded", bonded);
					body.put("unbonding", unbonding);
					body.put("self", accounts.self().hex());
					body.put("stakes", stakes);
					return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
				})));
	}

	Mono<ServerResponse> submit(Accounts accounts, ServerRequest request) {
		return Asked.body(request)
			.map(body -> TransferRequest.parseStake(body, AccountId.of(accounts.self()), transfers.ids(request)))
			.flatMap(instructions -> transfers.submit(accounts, instructions));
	}

	private Mono<List<Map<String, Object>>> stakes(Accounts accounts, List<NodeId> nodes,
			List<Map<String, Object>> done) {
		if (done.size() == nodes.size()) {
			return Mono.just(done);
		}
		NodeId node = nodes.get(done.size());
		return Mono.fromCompletionStage(() -> accounts.stake(node)).flatMap(stake -> {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("node", node.hex());
			genesis.validator(node).ifPresent(validator -> json.put("name", validator.name()));
			json.put("stake", stake);
			done.add(json);
			return stakes(accounts, nodes, done);
		});
	}

}
