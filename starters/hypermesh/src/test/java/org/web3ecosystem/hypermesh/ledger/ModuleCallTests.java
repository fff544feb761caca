package org.web3ecosystem.hypermesh.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.MapLedgerState;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** One command, parts of which are done by other modules. */
class ModuleCallTests {

	private static final String BROKER = "broker";

	private final NodeKey key = NodeKey.generate();

	private final Genesis genesis = genesis(TestFederation.genesis(List.of(key)));

	private final List<Verdict> answers = new ArrayList<>();

	private final List<LedgerModule.Command> callers = new ArrayList<>();

	private final MapLedgerState state = new MapLedgerState();

	private final Map<String, byte[]> stored = state.entries();

	private byte nonce;

	@Test
	void aCallIsKeptWithTheCommandThatMadeIt() {
		assertThat(run("a=1;keep").isAccepted()).isTrue();
		assertThat(entry(RegisterModule.NAME, "a")).contains("1");
		assertThat(entry(BROKER, "done")).contains("a=1;keep");
	}

	@Test
	void aCallIsDiscardedWithTheCommandThatMadeIt() {
		assertThat(run("a=1;refuse")).isEqualTo(Verdict.rejected("refuse"));
		assertThat(entry(RegisterModule.NAME, "a")).isEmpty();
		assertThat(entry(RegisterModule.NAME, RegisterModule.count("a"))).isEmpty();
		assertThat(entry(BROKER, "done")).isEmpty();
	}

	@Test
	void aRefusedCallLeavesNothingAndItsCallerMayGoOn() {
		assertThat(run("a=no;b=2;keep").isAccepted()).isTrue();
		assertThat(answers).containsExactly(Verdict.rejected("no"), Verdict.accepted());
		assertThat(entry(RegisterModule.NAME, "a")).isEmpty();
		assertThat(entry(RegisterModule.NAME, "b")).contains("2");
	}

	@Test
	void aBrokenOrMalformedOrUnknownCallIsRefused() {
		assertThat(run("a=fail;!;@nobody;keep").isAccepted()).isTrue();
		assertThat(answers).containsExactly(Verdict.rejected("the module failed to apply the command"),
				Verdict.rejected("not key=value"), Verdict.rejected("there is no module 'nobody'"));
	}

	@Test
	void whoWaitsForACallCannotBeCalled() {
		assertThat(run("@" + BROKER + ";keep").isAccepted()).isTrue();
		assertThat(answers).containsExactly(Verdict.rejected("module 'broker' is waiting for this call itself"));
	}

	@Test
	void theCalledSeesWhoCallsForWhom() {
		run("a=1;keep");
		assertThat(callers).last().satisfies(command -> {
			assertThat(command.caller()).contains(BROKER);
			assertThat(command.author()).isEqualTo(key.id());
			assertThat(command.height()).isEqualTo(new Height(1));
		});
	}

	@Test
	void laterPartsSeeWhatEarlierOnesDid() {
		run("a=1;a=2;keep");
		assertThat(entry(RegisterModule.NAME, RegisterModule.count("a"))).contains("2");
	}

	@Test
	void aModuleBeginsOnceAndEndsEveryBlock() {
		run("keep");
		assertThat(entry(BROKER, "begun")).contains("1");
		assertThat(entry(BROKER, "ended")).contains("1");
		run("keep");
		assertThat(entry(BROKER, "begun")).contains("1");
		assertThat(entry(BROKER, "ended")).contains("2");
	}

	@Test
	void aModuleThatFindsWhatCannotBeStopsTheLedger() {
		assertThatIllegalStateException().isThrownBy(() -> run("broken;keep"));
		assertThat(stored).isEmpty();
	}

	private Verdict run(String script) {
		RegisterModule register = new RegisterModule();
		LedgerModule seen = new LedgerModule() {

			@Override
			public String name() {
				return register.name();
			}

			@Override
			public Verdict check(Command command) {
				return register.check(command);
			}

			@Override
			public Verdict apply(Command command, State state) {
				callers.add(command);
				return register.apply(command, state);
			}

		};
		StateMachine machine = new StateMachine(genesis, ModuleSet.of(genesis, List.of(seen, new Broker(answers))),
				new BundleVerifier(genesis, new ProofVerifier(genesis)));
		byte[] bytes = new byte[Transaction.NONCE_LENGTH];
		bytes[0] = nonce++;
		Transaction transaction = new Transaction.Draft(genesis.chainId(), Epoch.GENESIS, Height.GENESIS, BROKER, bytes,
				script.getBytes(StandardCharsets.UTF_8), Optional.empty())
			.sign(key);
		long round = Records.height(state::get).number() + 1;
		return machine
			.apply(new Block(Epoch.GENESIS, round, Instant.EPOCH,
					List.of(new Ordered(transaction.encoded(), Instant.EPOCH, null))), state)
			.outcomes()
			.getFirst()
			.receipt()
			.verdict();
	}

	private Optional<String> entry(String module, String name) {
		return state.get(Records.entry(module, name)).map(value -> new String(value, StandardCharsets.UTF_8));
	}

	private static Genesis genesis(Genesis like) {
		return new Genesis(like.chainId(), like.federation(), like.zone(), like.createdAt(), like.protocolVersion(),
				List.of(BROKER, RegisterModule.NAME), like.validators(), like.root());
	}

	/**
	 * Each part of its body is a call of the register, {@code @…} of somebody else; the
	 * last word decides.
	 */
	private record Broker(List<Verdict> answers) implements LedgerModule {

		@Override
		public String name() {
			return BROKER;
		}

		@Override
		public Verdict check(Command command) {
			return Verdict.accepted();
		}

		@Override
		public void begin(State state) {
			count("begun", state);
		}

		@Override
		public void end(Instant consensusTime, Height height, State state) {
			if (state.get("broken").isPresent()) {
				throw new IllegalStateException("broken on purpose");
			}
			count("ended", state);
		}

		private static void count(String what, State state) {
			int before = state.get(what).map(value -> Integer.parseInt(text(value))).orElse(0);
			state.put(what, String.valueOf(before + 1).getBytes(StandardCharsets.UTF_8));
		}

		private static String text(byte[] value) {
			return new String(value, StandardCharsets.UTF_8);
		}

		@Override
		public Verdict apply(Command command, State state) {
			String script = new String(command.body(), StandardCharsets.UTF_8);
			for (String part : script.split(";")) {
				if (part.equals("broken")) {
					state.put("broken", new byte[0]);
				}
				else if (part.equals("refuse")) {
					return Verdict.rejected("refuse");
				}
				else if (part.startsWith("@")) {
					answers.add(state.call(part.substring(1), new byte[0]));
				}
				else if (!part.equals("keep")) {
					answers.add(state.call(RegisterModule.NAME, part.getBytes(StandardCharsets.UTF_8)));
				}
			}
			state.put("done", command.body());
			return Verdict.accepted();
		}

	}

}
