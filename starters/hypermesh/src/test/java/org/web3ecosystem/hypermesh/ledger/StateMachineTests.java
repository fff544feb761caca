package org.web3ecosystem.hypermesh.ledger;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.ledger.StateMachine.Applied;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.MapLedgerState;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class StateMachineTests {

	private final NodeKey key = NodeKey.generate();

	private final Genesis genesis = TestFederation.genesis(List.of(key));

	private final StateMachine machine = new StateMachine(genesis, TestFederation.modules(genesis),
			new BundleVerifier(genesis, new ProofVerifier(genesis)));

	private final MapLedgerState state = new MapLedgerState();

	private final Map<String, byte[]> stored = state.entries();

	private byte nonce;

	private Transaction set(Height after, String name, String value) {
		return set(Epoch.GENESIS, after, name, value);
	}

	private Transaction set(Epoch epoch, Height after, String name, String value) {
		byte[] bytes = new byte[Transaction.NONCE_LENGTH];
		bytes[0] = nonce++;
		return new Transaction.Draft(genesis.chainId(), epoch, after, RegisterModule.NAME, bytes,
				RegisterModule.set(name, value), Optional.empty())
			.sign(key);
	}

	private Applied apply(Transaction... transactions) {
		return apply(Epoch.GENESIS, transactions);
	}

	private Applied apply(Epoch epoch, Transaction... transactions) {
		long round = Records.height(state::get).number() + 1;
		return machine.apply(new Block(epoch, round, Instant.EPOCH,
				Stream.of(transactions)
					.map(transaction -> new Ordered(transaction.encoded(), Instant.EPOCH, null))
					.toList()),
				state);
	}

	/** As if the one validator had agreed with itself on another weight. */
	private void order(long epoch) {
		Roster roster = new Roster(List.of(new Roster.Member(genesis.validators().getFirst(), 100 + epoch)));
		EpochRoster next = new EpochRoster(genesis.chainId(), new Epoch(epoch), roster, Genesis.PROTOCOL_VERSION);
		state.put(Records.entry(RosterModule.NAME, RosterModule.ORDERED),
				new Handover(next, List.of(next.sign(key))).encode());
	}

	private void skipTo(long height) {
		state.put(Records.HEIGHT, Records.encode(new Height(height)));
	}

	@Test
	void theFirstBlockWritesWhatGenesisImplies() {
		apply(set(Height.GENESIS, "k", "v"));

		assertThat(Records.ledgerEntry(state::get, GenesisState.stakeKey(key.id()))).isPresent();
		assertThat(Records.root(state::get, new Height(1))).isPresent();
	}

	@Test
	void aTransactionIsExecutedOnceWithinAndAcrossBlocks() {
		Transaction transaction = set(Height.GENESIS, "k", "v");

		Applied first = apply(transaction, transaction);
		Applied second = apply(transaction);

		assertThat(first.outcomes()).hasSize(1);
		assertThat(first.dropped()).isEqualTo(1);
		assertThat(second.outcomes()).isEmpty();
	}

	@Test
	void aTransactionIsForItsEpochAndTheNext() {
		Transaction zero = set(Height.GENESIS, "k", "zero");
		Transaction late = set(Height.GENESIS, "k", "late");
		Transaction one = set(new Epoch(1), Height.GENESIS, "k", "one");
		assertThat(apply(one).dropped()).isEqualTo(1);
		order(1);

		assertThat(apply(new Epoch(1), zero, one).outcomes()).hasSize(2);
		order(2);
		Applied second = apply(new Epoch(2), late, set(new Epoch(1), Height.GENESIS, "k", "on time"));

		assertThat(second.dropped()).isEqualTo(1);
		assertThat(second.outcomes()).hasSize(1);
		assertThat(second.root().epoch()).isEqualTo(new Epoch(2));
		assertThat(machine.prepare(one.encoded())).isInstanceOf(Prepared.Sound.class);
	}

	@Test
	void anEpochThatNobodyOrderedStopsTheLedger() {
		apply(set(Height.GENESIS, "k", "v"));

		assertThatIllegalStateException().isThrownBy(() -> apply(new Epoch(1), set(Height.GENESIS, "k", "w")))
			.withMessageContaining("was not ordered");
		order(2);
		assertThatIllegalStateException().isThrownBy(() -> apply(new Epoch(1), set(Height.GENESIS, "k", "w")));
	}

	@Test
	void aTransactionIsVoidAfterTheWindow() {
		Transaction late = set(Height.GENESIS, "k", "late");
		Transaction last = set(Height.GENESIS, "k", "last");
		skipTo(Transaction.WINDOW - 1);

		assertThat(apply(last).outcomes()).hasSize(1);
		assertThat(apply(late).outcomes()).isEmpty();
	}

	@Test
	void aTransactionFromTheFutureIsDropped() {
		assertThat(apply(set(new Height(1), "k", "v")).outcomes()).isEmpty();
	}

	@Test
	void whatTheWindowLeavesIsForgottenAndCannotComeBack() {
		Transaction old = set(Height.GENESIS, "k", "old");
		apply(old);
		assertThat(Records.ledgerEntry(state::get, Records.receipt(old.id()))).isPresent();
		skipTo(Transaction.WINDOW + 1);

		Applied applied = apply(old, set(new Height(Transaction.WINDOW), "k", "new"));

		assertThat(Records.ledgerEntry(state::get, Records.receipt(old.id()))).isEmpty();
		assertThat(applied.outcomes()).hasSize(1);
		assertThat(stored.keySet())
			.noneMatch(stateKey -> stateKey.equals(HexFormat.of().formatHex(Records.window(new Height(1), 0))));
	}

	@Test
	void manyTransactionsOfOneBlockAreAllForgotten() {
		Transaction[] many = Stream.generate(() -> set(Height.GENESIS, "k" + nonce, "v"))
			.limit(100)
			.toArray(Transaction[]::new);
		assertThat(apply(many).outcomes()).hasSize(100);
		skipTo(Transaction.WINDOW + 1);

		apply(set(new Height(Transaction.WINDOW), "k", "new"));

		assertThat(Stream.of(many))
			.allSatisfy(one -> assertThat(Records.ledgerEntry(state::get, Records.receipt(one.id()))).isEmpty());
	}

	@Test
	void aRefusedCommandLeavesOnlyItsReceipt() {
		Transaction refused = set(Height.GENESIS, "k", "no");

		Applied applied = apply(refused);

		assertThat(applied.outcomes().getFirst().receipt().verdict()).isEqualTo(Verdict.rejected("no"));
		assertThat(state.get(Records.entry(RegisterModule.NAME, "k"))).isEmpty();
		assertThat(Records.ledgerEntry(state::get, Records.receipt(refused.id()))).isPresent();
	}

}
