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
import org.web3ecosystem.caesar.ledger.Account;
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
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** As an owner, who signs here and believes nothing without proof. */
final class OwnerAccess implements Access {

	private static final JsonMapper JSON = new JsonMapper();

	private final LedgerClient client;

	private final AssetRegistry assets;

	private final Accounts accounts;

	private final InstantSource clock;

	OwnerAccess(NodeKey owner, Genesis genesis, List<URI> nodes, InstantSource clock) {
		this.client = new LedgerClient(owner, genesis, nodes, Tls.asAnybody(genesis).context());
		this.assets = client.assets();
		this.accounts = new Accounts(owner.id(), client.ledger(), client.consensus());
		this.clock = clock;
	}

	@Override
	public JsonNode carryOut(Action.Write write) {
		await(client.look());
		Receipt receipt = await(begin(write));
		if (receipt.verdict() instanceof Verdict.Rejected(String reason, boolean revoked)) {
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
			case Action.Give it -> assets.transfer(it.id(), found(it.id()).revision(), it.to());
			case Action.Lease it ->
				assets.lease(it.id(), found(it.id()).state().at(clock.instant()).term(), until(it.duration()));
			case Action.Renew it -> assets.renew(it.id(), it.term(), until(it.duration()));
			case Action.Release it -> assets.release(it.id(), it.term());
			case Action.Pay it -> enter(pay(it));
			case Action.Post it -> enter(new Instruction.Post(it.id(), it.pending(), it.amount()));
			case Action.Void it -> enter(new Instruction.Void(it.id(), it.pending()));
			case Action.Bond it -> enter(new Instruction.Bond(it.id(), it.amount()));
			case Action.Unbond it -> enter(new Instruction.Unbond(it.id(), it.amount()));
		};
	}

	@Override
	public JsonNode account(AccountId id) {
		Account account = await(accounts.account(id)).orElseThrow(() -> absent("there is no account " + id));
		ObjectNode json = JSON.createObjectNode().put("id", id.hex());
		account.owner().ifPresent(owner -> json.put("owner", owner.hex()));
		return proven(json.put("debitsPending", account.debitsPending())
			.put("debitsPosted", account.debitsPosted())
			.put("creditsPending", account.creditsPending())
			.put("creditsPosted", account.creditsPosted())
			.put("balance", account.balance())
			.put("available", account.available())
			.put("transfers", account.transfers()));
	}

	@Override
	public JsonNode asset(String id) {
		Asset asset = await(assets.find(id)).orElseThrow(() -> absent("there is no asset '" + id + "'"));
		ObjectNode json = JSON.createObjectNode()
			.put("id", id)
			.put("kind", asset.kind().name())
			.put("owner", asset.owner().hex())
			.put("description", asset.description())
			.put("revision", asset.revision());
		ArrayNode holders = json.putArray("holders");
		asset.holders().forEach(holder -> holders.add(holder.hex()));
		AssetState state = asset.state().at(clock.instant());
		ObjectNode shown = json.putObject("state").put("term", state.term());
		if (state instanceof AssetState.Leased leased) {
			shown.put("is", "LEASED").put("lessee", leased.lessee().hex()).put("until", leased.until().toString());
		}
		else {
			shown.put("is", "FREE");
		}
		return proven(json);
	}

	@Override
	public JsonNode stake() {
		return proven(JSON.createObjectNode()
			.put("owner", accounts.self().hex())
			.put("bonded", await(accounts.stake(accounts.self()))));
	}

	/** More than two thirds of the validators signed a state in which it stands. */
	private JsonNode proven(ObjectNode json) {
		return json.put("provenAt", client.ledger().height().number());
	}

	private static RefusedException absent(String what) {
		return new RefusedException(what, "that it is not there is proven");
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

	private Asset found(String id) {
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
			case UnavailableException unavailable -> Unreached.foreign("the node", unavailable)
				.orElseGet(() -> new RefusedException(String.valueOf(unavailable.getMessage()),
						"is the node running and its ledger ready? A transfer sent again with the same --id is the same one",
						unavailable));
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
