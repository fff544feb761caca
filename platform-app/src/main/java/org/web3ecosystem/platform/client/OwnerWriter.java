package org.web3ecosystem.platform.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.caesar.Accounts;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction;
import org.web3ecosystem.caesar.ledger.Instructions;
import org.web3ecosystem.hypermesh.client.LedgerClient;
import org.web3ecosystem.platform.command.Action;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As an owner, who signs here and believes nothing without proof. */
final class OwnerWriter implements Writer {

	private static final JsonMapper JSON = new JsonMapper();

	private final LedgerClient client;

	private final AssetRegistry assets;

	private final Accounts accounts;

	private final InstantSource clock;

	OwnerWriter(NodeKey owner, Genesis genesis, List<URI> nodes, InstantSource clock) {
		this.client = new LedgerClient(owner, genesis, nodes, Tls.asAnybody(genesis).context());
		this.assets = client.assets();
		this.accounts = new Accounts(owner.id(), client.ledger(), client.consensus());
		this.clock = clock;
	}

	@Override
	public JsonNode carryOut(Action.Write write) {
		await(client.look());
		Receipt receipt = await(begin(write));
		if (receipt.verdict() instanceof Verdict.Rejected(String reason)) {
			throw refused(reason);
		}
		return JSON.createObjectNode()
			.put("transaction", receipt.transactionId())
			.put("height", receipt.height().number())
			.put("consensusTime", receipt.consensusTime().toString());
	}

	private CompletionStage<Receipt> begin(Action.Write write) {
		try {
			return submit(write);
		}
		catch (IllegalArgumentException malformed) {
			throw refused(String.valueOf(malformed.getMessage()));
		}
	}

	private CompletionStage<Receipt> submit(Action.Write write) {
		return switch (write) {
			case Action.Register it -> assets.register(it.id(), it.kind(), it.description());
			case Action.Give it -> assets.transfer(it.id(), asset(it.id()).revision(), it.to());
			case Action.Lease it ->
				assets.lease(it.id(), asset(it.id()).state().at(clock.instant()).term(), until(it.duration()));
			case Action.Renew it -> assets.renew(it.id(), it.term(), until(it.duration()));
			case Action.Release it -> assets.release(it.id(), it.term());
			case Action.Pay it -> enter(pay(it));
			case Action.Post it -> enter(new Instruction.Post(it.id(), it.pending(), it.amount()));
			case Action.Void it -> enter(new Instruction.Void(it.id(), it.pending()));
			case Action.Bond it -> enter(new Instruction.Bond(it.id(), it.amount()));
			case Action.Unbond it -> enter(new Instruction.Unbond(it.id(), it.amount()));
		};
	}

	private CompletionStage<Receipt> enter(Instruction instruction) {
		return accounts.submit(Instructions.of(instruction));
	}

	private Instruction pay(Action.Pay it) {
		AccountId own = AccountId.of(accounts.self());
		return it.reserve()
			.<Instruction>map(time -> new Instruction.Reserve(it.id(), own, it.to(), it.amount(), it.code(), time))
			.orElseGet(() -> new Instruction.Pay(it.id(), own, it.to(), it.amount(), it.code()));
	}

	private Asset asset(String id) {
		return await(assets.find(id)).orElseThrow(() -> refused("there is no asset '" + id + "'"));
	}

	private Instant until(Duration duration) {
		return clock.instant().plus(duration).truncatedTo(ChronoUnit.SECONDS);
	}

	private static <T> T await(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().join();
		}
		catch (CompletionException failure) {
			throw translated(failure.getCause() instanceof RuntimeException cause ? cause : failure);
		}
	}

	private static RuntimeException translated(RuntimeException cause) {
		return switch (cause) {
			case RejectedException rejected -> refused(String.valueOf(rejected.getMessage()));
			case UnavailableException unavailable -> new RefusedException(String.valueOf(unavailable.getMessage()),
					"is the node running and its ledger ready? A transfer sent again with the same --id is the same one",
					unavailable);
			default -> cause;
		};
	}

	private static RefusedException refused(String reason) {
		return new RefusedException("the ledger refuses this: " + reason, "correct the request");
	}

	@Override
	public void close() {
		client.close();
	}

}
