package org.web3ecosystem.hypermesh.ledger;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.NodeSignature;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.EngineReport.Capabilities;
import org.web3ecosystem.spi.consensus.EngineReport.RosterChange;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;

import static org.assertj.core.api.Assertions.assertThat;

/** A validator that was away asks the three others. */
class LaterRostersTests {

	private static final int OTHERS = 3;

	private final List<NodeKey> keys = List.of(NodeKey.generate(), NodeKey.generate(), NodeKey.generate(),
			NodeKey.generate());

	private final Genesis genesis = TestFederation.genesis(keys);

	private final InMemoryNetwork network = new InMemoryNetwork();

	private final AtomicLong now = new AtomicLong();

	private final AwayEngine engine = new AwayEngine();

	private final Handover first = handover(1, 50, OTHERS);

	private final Handover second = handover(2, 60, OTHERS);

	private final List<NodeId> asked = new CopyOnWriteArrayList<>();

	private LaterRosters later;

	@BeforeEach
	void prepare() {
		var node = TestFederation.node(genesis, keys.getLast(), "node4", TestFederation.endpoints(3));
		later = new LaterRosters(genesis, new Validators(node, network.node(node.id())), engine,
				TestFederation.limits(), now::get);
	}

	@AfterEach
	void nothingWasTold() {
		assertThat(engine.told.stream().map(Epoch::number)).doesNotHaveDuplicates();
	}

	private Handover handover(long epoch, long weight, int signers) {
		List<Member> members = Roster.of(genesis)
			.members()
			.stream()
			.map(member -> new Member(member.validator(), weight))
			.toList();
		EpochRoster next = new EpochRoster(genesis.chainId(), new Epoch(epoch), new Roster(members),
				Genesis.PROTOCOL_VERSION);
		return new Handover(next,
				keys.stream()
					.limit(signers)
					.map(next::sign)
					.sorted(Comparator.comparing(NodeSignature::signer))
					.toList());
	}

	/** The others answer with an entry of that kind. */
	private void answer(int validator, UnaryOperator<byte[]> honest) {
		RequestHandler handler = new RequestHandler() {

			@Override
			public String method() {
				return ReadHandler.METHOD;
			}

			@Override
			public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
				asked.add(keys.get(validator).id());
				return CompletableFuture.completedFuture(honest.apply(request));
			}

		};
		network.node(keys.get(validator).id())
			.listen(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"),
					TestFederation.endpoints(validator).stoq()), new Inbound(List.of(handler), List.of()));
	}

	private UnaryOperator<byte[]> knowing(Handover... known) {
		return request -> {
			String wanted = new String(request, StandardCharsets.ISO_8859_1);
			ProvenEntry entry = GenesisState.prove(genesis, GenesisState.LEDGER, "genesis");
			for (Handover handover : known) {
				if (wanted.contains("epoch/" + handover.next().epoch().number())) {
					return new ProvenEntry(entry.module(), entry.key(), Optional.of(handover.encode()), entry.proof(),
							entry.root())
						.encode();
				}
			}
			return new ProvenEntry(entry.module(), entry.key(), Optional.empty(), entry.proof(), entry.root()).encode();
		};
	}

	private void pass(long seconds) {
		later.look();
		now.addAndGet(seconds * 1_000_000_000L);
		later.look();
	}

	@Test
	void whoIsAwayForTenSecondsLearnsTheNewestRosterOneByOne() {
		answer(0, knowing());
		answer(1, knowing(first));
		answer(2, knowing(first, second));

		pass(9);
		assertThat(asked).isEmpty();
		pass(1);

		TestFederation.await(() -> engine.told.contains(new Epoch(2)), () -> engine.told.toString());
		assertThat(engine.roster).isEqualTo(second.next().roster());
	}

	@Test
	void whoTakesPartAsksNobody() {
		answer(0, knowing(first));
		later.look();
		engine.status = Status.ACTIVE;
		pass(60);
		engine.status = Status.BEHIND;
		pass(9);

		assertThat(asked).isEmpty();
		assertThat(engine.told).isEmpty();
	}

	@Test
	void aRosterThatTheOneBeforeDidNotSignIsRefusedAndTheNextIsAsked() {
		Handover alone = handover(1, 1, 2);
		answer(0, knowing(alone));
		answer(1, request -> new byte[] { 1, 2 });
		answer(2, knowing(first));

		pass(10);

		TestFederation.await(() -> !engine.told.isEmpty(), () -> asked.toString());
		assertThat(engine.told).containsExactly(new Epoch(1));
		assertThat(engine.roster).isEqualTo(first.next().roster());
	}

	@Test
	void nothingIsToldWhenNobodyKnowsAnother() {
		for (int i = 0; i < OTHERS; i++) {
			answer(i, knowing());
		}

		pass(10);

		TestFederation.await(() -> asked.size() == OTHERS, () -> asked.toString());
		assertThat(engine.told).isEmpty();
	}

	/** Takes no part. */
	private static final class AwayEngine implements ConsensusEngine {

		private final List<Epoch> told = new CopyOnWriteArrayList<>();

		private volatile Status status = Status.BEHIND;

		private volatile Roster roster;

		@Override
		public void start(LedgerApplication application) {
		}

		@Override
		public Submission submit(byte[] transaction) {
			return Submission.NOT_ACTIVE;
		}

		@Override
		public Optional<byte[]> read(byte[] key) {
			return Optional.empty();
		}

		@Override
		public Snapshot snapshot() {
			throw new UnsupportedOperationException();
		}

		@Override
		public EngineReport report() {
			Epoch epoch = told.isEmpty() ? Epoch.GENESIS : told.getLast();
			return new EngineReport(status, "", 4, 0, null, epoch,
					new Capabilities(false, RosterChange.EPOCH_FREEZE, 1024));
		}

		@Override
		public void overtaken(Epoch epoch, Roster newer) {
			roster = newer;
			told.add(epoch);
		}

		@Override
		public void close() {
		}

	}

}
