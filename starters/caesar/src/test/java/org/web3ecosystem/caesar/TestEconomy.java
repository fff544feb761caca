package org.web3ecosystem.caesar;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.web3ecosystem.caesar.ledger.Account;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Audit;
import org.web3ecosystem.caesar.ledger.Books;
import org.web3ecosystem.caesar.ledger.Instruction;
import org.web3ecosystem.caesar.ledger.Instructions;
import org.web3ecosystem.caesar.ledger.TransferId;
import org.web3ecosystem.caesar.usage.Rate;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.usage.Economy;
import org.web3ecosystem.spi.usage.Economy.Request;

/**
 * The module over a state in memory, driven as the ledger drives it and within the
 * ledger's limits.
 */
public final class TestEconomy {

	public static final long OPENING = 1_000_000;

	public static final long REWARDS = 1_000;

	public static final int SLASHED = 50;

	public static final Duration DELAY = Duration.ofMinutes(10);

	private static final int MAX_CHANGES = 1_024;

	private static final int MAX_VALUE = 64 * 1024;

	private final Map<String, byte[]> entries = new HashMap<>();

	private final EconomyModule module;

	private final Genesis genesis;

	private Instant now;

	private long height = 1;

	private int lastTransfer;

	private int largest;

	public TestEconomy(int validators, long stake) {
		this(genesis(validators, stake));
	}

	public TestEconomy(Genesis genesis) {
		this.genesis = genesis;
		this.module = new EconomyModule(genesis, new Policy(DELAY, OPENING, REWARDS, new Rate(1, 1000), SLASHED));
		this.now = genesis.createdAt();
		alone(module::begin);
	}

	public static Genesis genesis(int validators, long stake) {
		return new Genesis(new ChainId("local-0123456789abcdef"), "local", "local.internal",
				Instant.parse("2026-01-01T00:00:00Z"), Genesis.PROTOCOL_VERSION, List.of(Economy.MODULE),
				IntStream.range(0, validators).mapToObj(i -> validator(i, stake)).toList(), new byte[] { 2 });
	}

	private static Validator validator(int i, long stake) {
		Endpoints endpoints = new Endpoints(List.of("127.0.0.1"), 9_292 + i, 10_392 + i, 11_053 + i, 12_080 + i,
				13_443 + i);
		return new Validator("node" + (i + 1), i, NodeKey.generate().publicKey().getEncoded(), new byte[] { 1 },
				endpoints, stake);
	}

	public NodeId validator(int i) {
		return genesis.validators().get(i).id();
	}

	/** Somebody who has nothing yet. */
	public static NodeId stranger(int i) {
		return new NodeId("%08x".formatted(0xabc0_0000 + i) + "%056x".formatted(i));
	}

	public TransferId fresh() {
		return new TransferId("%016x%016x".formatted(7, ++lastTransfer));
	}

	public Verdict run(NodeId author, Instruction... instructions) {
		return execute(author, new Instructions(List.of(instructions)).encode(), Optional.empty());
	}

	public Verdict call(NodeId author, Request request) {
		return execute(author, request.encode(),
				Optional.of(request instanceof Request.Offence ? Economy.CONDUCT : "catalogue"));
	}

	/** What was taken for an evidence. */
	public long taken(String evidence) {
		return books().number(Economy.offenceKey(evidence));
	}

	public Verdict execute(NodeId author, byte[] body, Optional<String> caller) {
		Command unordered = new Command("00", author, body, Instant.MIN, Height.GENESIS, caller);
		Verdict form = module.check(unordered);
		if (!form.isAccepted()) {
			return form;
		}
		Layer layer = new Layer(entries);
		Verdict verdict = module.apply(new Command("00", author, body, now, new Height(height), caller), layer);
		if (verdict.isAccepted()) {
			keep(layer);
		}
		return verdict;
	}

	/** Another block, some time later. */
	public TestEconomy after(Duration time) {
		now = now.plus(time);
		height++;
		alone(state -> module.end(now, new Height(height), state));
		return this;
	}

	public TestEconomy endBlock() {
		return after(Duration.ZERO);
	}

	/** Time goes on without a block. */
	public void later(Duration time) {
		now = now.plus(time);
	}

	public Instant now() {
		return now;
	}

	/** Does something to the state behind the module's back. */
	public void alone(Consumer<State> work) {
		Layer layer = new Layer(entries);
		work.accept(layer);
		keep(layer);
	}

	private void keep(Layer layer) {
		largest = Math.max(largest, layer.changes.size());
		layer.changes
			.forEach((key, value) -> value.ifPresentOrElse(it -> entries.put(key, it), () -> entries.remove(key)));
	}

	/** The most entries that one command or end of a block changed. */
	public int largestChange() {
		return largest;
	}

	public Map<String, byte[]> entries() {
		return entries;
	}

	public LedgerModule module() {
		return module;
	}

	public Genesis genesis() {
		return genesis;
	}

	public Books books() {
		return new Books(new Layer(entries));
	}

	public Account account(AccountId id) {
		return books().account(id).orElseThrow();
	}

	public Account account(NodeId owner) {
		return account(AccountId.of(owner));
	}

	public long stake(NodeId node) {
		return books().number(Economy.stakeKey(node));
	}

	public List<String> audit() {
		return Audit.of(new Layer(entries));
	}

	/** Changes over what is there, not kept until somebody keeps them. */
	private static final class Layer implements State {

		private final Map<String, byte[]> below;

		private final Map<String, Optional<byte[]>> changes = new HashMap<>();

		private Layer(Map<String, byte[]> below) {
			this.below = below;
		}

		@Override
		public Optional<byte[]> get(String key) {
			Optional<byte[]> changed = changes.get(key);
			return (changed != null ? changed : Optional.ofNullable(below.get(key))).map(byte[]::clone);
		}

		@Override
		public void put(String key, byte[] value) {
			if (value.length > MAX_VALUE) {
				throw new IllegalArgumentException("a value has at most " + MAX_VALUE + " bytes");
			}
			change(key, Optional.of(value.clone()));
		}

		@Override
		public void remove(String key) {
			change(key, Optional.empty());
		}

		private void change(String key, Optional<byte[]> value) {
			changes.put(key, value);
			if (changes.size() > MAX_CHANGES) {
				throw new IllegalArgumentException("a command changes at most " + MAX_CHANGES + " entries");
			}
		}

		@Override
		public Optional<byte[]> peek(String other, String key) {
			return Optional.empty();
		}

		@Override
		public Verdict call(String other, byte[] body) {
			return Verdict.rejected("there is no other module here");
		}

	}

}
