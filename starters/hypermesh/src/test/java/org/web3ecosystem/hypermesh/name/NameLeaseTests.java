package org.web3ecosystem.hypermesh.name;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.name.Contribution.Standing;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.MapModuleState;

import static org.assertj.core.api.Assertions.assertThat;

/** The module alone: what leases do to its state, in consensus time. */
class NameLeaseTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00.5Z");

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Name WEB = new Name("web.local.internal");

	private static final Name DEEP = new Name("a.b.c.local.internal");

	private static final ResourceRecord RECORD = new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1"));

	private final Genesis genesis = TestFederation.genesis(List.of(NodeKey.generate(), NodeKey.generate()));

	private final NameModule module = new NameModule(genesis);

	private final MapModuleState state = new MapModuleState();

	private final NodeId validator = genesis.validators().getFirst().id();

	private final NodeId one = NodeKey.generate().id();

	private final NodeId other = NodeKey.generate().id();

	private long version;

	private Verdict apply(NodeId author, NameCommand wanted, Instant now) {
		Command command = new Command("t", author, wanted.encode(), now, new Height(1));
		assertThat(module.check(command).isAccepted()).isTrue();
		// what is refused leaves nothing, as on the ledger
		MapModuleState copy = new MapModuleState(new java.util.HashMap<>(state.entries()));
		Verdict verdict = module.apply(command, copy);
		if (verdict.isAccepted()) {
			state.entries().clear();
			state.entries().putAll(copy.entries());
		}
		return verdict;
	}

	private Verdict register(NodeId author, Name name, Duration lease, Instant now) {
		return apply(author, new NameRegistration(name, ++version, Duration.ofSeconds(60), lease, List.of(RECORD)),
				now);
	}

	private Verdict withdraw(NodeId author, Name name, Instant now) {
		return apply(author, new NameCommand.Withdrawal(name, ++version), now);
	}

	private void end(Instant now) {
		module.end(now, new Height(2), state);
	}

	private List<Contribution> at(Name name) {
		return state.get(NameModule.key(name)).map(Contribution::decode).orElse(List.of());
	}

	private static Instant seconds(long seconds) {
		return START.plusSeconds(seconds);
	}

	private boolean goesOn(NodeId author, NameCommand wanted) {
		return module.goesOnInEmergency(new Command("t", author, wanted.encode(), START, new Height(1)), state);
	}

	private NameRegistration registration(Name name, ResourceRecord record) {
		return new NameRegistration(name, ++version, Duration.ofSeconds(60), HOUR, List.of(record));
	}

	@Test
	void inAnEmergencyANodeKeepsWhatItHasAndItsOwnName() {
		ResourceRecord elsewhere = new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.2"));
		Name own = new Name(genesis.validators().getFirst().name() + ".node.local.internal");
		register(one, WEB, HOUR, START);

		assertThat(goesOn(one, registration(WEB, RECORD))).as("renewed").isTrue();
		assertThat(goesOn(one, registration(WEB, elsewhere))).as("changed").isFalse();
		assertThat(goesOn(other, registration(WEB, RECORD))).as("another's").isFalse();
		assertThat(goesOn(one, registration(DEEP, RECORD))).as("new").isFalse();
		assertThat(goesOn(validator, registration(own, elsewhere))).as("its own name").isTrue();
		assertThat(goesOn(other, registration(own, elsewhere))).as("not its own").isFalse();
		assertThat(goesOn(one, registration(new Name("new.node.local.internal"), RECORD))).as("unclaimed").isFalse();
		assertThat(goesOn(one, new NameCommand.Withdrawal(WEB, ++version))).isTrue();
	}

	@Test
	void aLeaseEndsInConsensusTimeAndLeavesNothing() {
		register(one, DEEP, HOUR, START);
		assertThat(at(DEEP).getFirst().until()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));

		end(Instant.parse("2026-01-01T00:59:59.999Z"));
		assertThat(at(DEEP)).hasSize(1);

		end(Instant.parse("2026-01-01T01:00:00Z"));
		assertThat(state.entries()).isEmpty();
	}

	@Test
	void registeringAgainRenewsAndTheEndBeforeIsForgotten() {
		register(one, WEB, HOUR, START);
		register(one, WEB, HOUR, seconds(3_000));

		end(seconds(3_600));
		assertThat(at(WEB)).hasSize(1);

		register(one, WEB, Duration.ofSeconds(10), seconds(3_700));
		end(seconds(3_710));
		assertThat(state.entries()).isEmpty();
	}

	@Test
	void theContributionOfAnotherNodeStays() {
		register(one, WEB, HOUR, START);
		register(other, WEB, HOUR.multipliedBy(2), START);

		end(seconds(3_601));

		assertThat(at(WEB)).extracting(Contribution::node).containsExactly(other);
		assertThat(state.get("count/" + one.hex())).isEmpty();
	}

	@Test
	void namesAboveExistForAsLongAsThereAreNamesBelow() {
		register(one, DEEP, HOUR, START);
		register(one, new Name("x.b.c.local.internal"), HOUR.multipliedBy(2), START);
		register(one, new Name("b.c.local.internal"), HOUR.multipliedBy(3), START);

		end(seconds(3_600));
		assertThat(state.get("below/b.c.local.internal")).isPresent();
		end(seconds(7_200));
		assertThat(state.get("below/b.c.local.internal")).isEmpty();
		assertThat(state.get("below/c.local.internal")).isPresent();
		end(seconds(10_800));
		assertThat(state.entries()).isEmpty();
	}

	@Test
	void whatTheGenesisDocumentGivesLeavesAMarkThatStays() {
		Name own = new Name("node1.node.local.internal");
		register(validator, own, HOUR, START);

		end(seconds(3_600));

		assertThat(at(own)).singleElement()
			.returns(Standing.LAPSED, Contribution::standing)
			.returns(Contribution.STAYS, Contribution::until);
		end(seconds(1_000_000));
		assertThat(at(own)).hasSize(1);
		assertThat(register(validator, own, HOUR, seconds(1_000_001)).isAccepted()).isTrue();
		assertThat(at(own).getFirst().standing()).isEqualTo(Standing.HELD);
	}

	@Test
	void aValidatorTakesBackWhatItNeverRegistered() {
		Name stoq = new Name("_stoq._udp.local.internal");

		assertThat(withdraw(validator, stoq, START).isAccepted()).isTrue();

		assertThat(at(stoq)).singleElement().returns(Standing.WITHDRAWN, Contribution::standing);
		assertThat(withdraw(validator, stoq, START).reason()).isEqualTo(NameRefusal.NOT_THE_AUTHORS.about(stoq));
	}

	@Test
	void aLateRegistrationDoesNotUndoAWithdrawal() {
		register(one, WEB, HOUR, START);
		NameRegistration late = new NameRegistration(WEB, ++version, Duration.ofSeconds(60), HOUR, List.of(RECORD));
		assertThat(withdraw(one, WEB, START).isAccepted()).isTrue();

		assertThat(apply(one, late, seconds(599)).reason()).isEqualTo(NameRefusal.NOT_NEWER.about(late.version()));
		assertThat(at(WEB).getFirst().isHeldAt(START)).isFalse();
		end(seconds(600));
		assertThat(state.entries()).as("the mark goes too").isEmpty();
	}

	@Test
	void onlyWhatIsOnesOwnIsWithdrawn() {
		assertThat(withdraw(one, WEB, START).reason()).isEqualTo(NameRefusal.NOT_REGISTERED.about(WEB));
		register(other, WEB, HOUR, START);
		assertThat(withdraw(one, WEB, START).reason()).isEqualTo(NameRefusal.NOT_THE_AUTHORS.about(WEB));
		assertThat(withdraw(other, WEB, START).isAccepted()).isTrue();
		assertThat(withdraw(one, WEB, START).reason()).isEqualTo(NameRefusal.NOT_REGISTERED.about(WEB));
		assertThat(withdraw(one, new Name("node1.node.local.internal"), START).reason())
			.isEqualTo(NameRefusal.NOT_THE_AUTHORS.about("node1.node.local.internal"));
	}

	@Test
	void whatIsOverButStillThereIsInNobodysWay() {
		NameRegistration alias = new NameRegistration(WEB, 1, Duration.ofSeconds(60), Duration.ofSeconds(10),
				List.of(new ResourceRecord.Alias(new Name("x.local.internal"))));
		apply(one, alias, START);
		assertThat(register(other, WEB, HOUR, seconds(5)).isAccepted()).isFalse();

		// in the block whose time is the end, before the end of the block
		assertThat(register(other, WEB, HOUR, seconds(10)).isAccepted()).isTrue();
		assertThat(withdraw(one, WEB, seconds(10)).reason()).isEqualTo(NameRefusal.NOT_THE_AUTHORS.about(WEB));
	}

	@Test
	void theNameOfANodeStaysItsOwnWhenTheLeaseIsOver() {
		Name fifth = new Name("node5.node.local.internal");
		register(one, fifth, HOUR, START);
		end(seconds(3_600));

		assertThat(at(fifth)).isEmpty();
		assertThat(register(other, fifth, HOUR, seconds(3_601)).reason())
			.isEqualTo(NameRefusal.ANOTHER_NODES.about("node5"));
	}

	@Test
	void oneBlockEndsABoundedNumberAndTheNextGoesOn() {
		for (int i = 0; i < 200; i++) {
			register(i % 2 == 0 ? one : other, new Name("n" + i + ".local.internal"), HOUR, START);
		}
		AtomicInteger touched = new AtomicInteger();

		module.end(seconds(4_000), new Height(2), new CountingState(state, touched));

		long left = left();
		assertThat(left).isBetween(1L, 199L);
		assertThat(touched.get()).isLessThan(2_500);
		for (int blocks = 0; left() > 0; blocks++) {
			end(seconds(4_000));
			assertThat(blocks).isLessThan(10);
		}
		assertThat(state.entries()).isEmpty();
	}

	private long left() {
		return state.entries().keySet().stream().filter(key -> key.startsWith("name/")).count();
	}

	@Test
	void aBlockInWhichNothingEndsLooksAtFiveEntries() {
		for (int i = 0; i < 200; i++) {
			register(one, new Name("n" + i + ".local.internal"), HOUR.plusSeconds(i), START);
		}
		AtomicInteger touched = new AtomicInteger();

		module.end(seconds(10), new Height(2), new CountingState(state, touched));

		assertThat(touched).hasValue(5);
	}

	@Test
	void aLeaseIsTenSecondsToSevenDays() {
		for (long lease : new long[] { -1, 0, 9, 604_801, Long.MAX_VALUE }) {
			byte[] body = new NameRegistration(WEB, 1, Duration.ofSeconds(60), Duration.ofSeconds(lease),
					List.of(RECORD))
				.encode();
			Verdict verdict = module.check(new Command("t", one, body, Instant.MIN, Height.GENESIS));
			assertThat(Optional.of(verdict.reason()))
				.hasValueSatisfying(reason -> assertThat(reason).contains("10 s to 7 days"));
		}
	}

	@Test
	void aNodeHasSoManyNamesAtATimeAndNotInAll() {
		for (int i = 0; i < NameModule.MAX_NAMES; i++) {
			assertThat(register(one, new Name("n" + i + ".local.internal"), HOUR, START).isAccepted()).isTrue();
		}
		assertThat(register(one, WEB, HOUR, START).reason())
			.isEqualTo(NameRefusal.TOO_MANY_NAMES.about(NameModule.MAX_NAMES));
		for (int i = 0; i < 10; i++) {
			end(seconds(3_600));
		}
		assertThat(register(one, WEB, HOUR, seconds(3_600)).isAccepted()).isTrue();
	}

}
