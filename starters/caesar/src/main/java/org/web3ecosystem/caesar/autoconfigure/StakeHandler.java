package org.web3ecosystem.caesar.autoconfigure;

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
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

import reactor.core.publisher.Flux;
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
		return Mono
			.zip(Mono.fromCompletionStage(() -> accounts.balance(AccountId.STAKE)),
					Mono.fromCompletionStage(() -> accounts.balance(AccountId.UNBONDING)),
					Flux.fromIterable(nodes).concatMap(node -> stake(accounts, node)).collectList())
			.flatMap(found -> {
				Map<String, Object> body = new LinkedHashMap<>();
				body.put("bonded", found.getT1());
				body.put("unbonding", found.getT2());
				body.put("self", accounts.self().hex());
				body.put("stakes", found.getT3());
				return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
			});
	}

	Mono<ServerResponse> submit(Deferrable<Accounts> writing, ServerRequest request) {
		return Asked.body(request)
			.map(body -> TransferRequest.parseStake(body, AccountId.of(writing.direct().self()),
					transfers.ids(request)))
			.flatMap(instructions -> transfers.submit(writing, instructions, request));
	}

	private Mono<Map<String, Object>> stake(Accounts accounts, NodeId node) {
		return Mono.fromCompletionStage(() -> accounts.stake(node)).map(stake -> {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("node", node.hex());
			genesis.validator(node).ifPresent(validator -> json.put("name", validator.name()));
			json.put("stake", stake);
			return json;
		});
	}

}
