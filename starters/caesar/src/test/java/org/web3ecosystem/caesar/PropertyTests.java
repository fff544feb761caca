package org.web3ecosystem.caesar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction;
import org.web3ecosystem.caesar.ledger.Instruction.Bond;
import org.web3ecosystem.caesar.ledger.Instruction.Pay;
import org.web3ecosystem.caesar.ledger.Instruction.Post;
import org.web3ecosystem.caesar.ledger.Instruction.Reserve;
import org.web3ecosystem.caesar.ledger.Instruction.Unbond;
import org.web3ecosystem.caesar.ledger.Instruction.Void;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.caesar.ledger.TransferId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.usage.Economy.Request;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is asked for, in whatever order, the books balance, and say what a model says
 * that knows nothing of rows, pages and heaps. {@code -Dcaesar.operations=1000000} is the
 * whole test, {@code -Dcaesar.seed=…} one run again.
 */
class PropertyTests {

	private static final int OPERATIONS = Integer.getInteger("caesar.operations", 30_000);

	private static final long SEED = Long.getLong("caesar.seed", System.nanoTime());

	private static final int OWNERS = 40;

	private static final int AUDITS = 4;

	/** A few owners see most of it; where somebody has nothing, much is refused. */
	private final SplittableRandom random = new SplittableRandom(SEED);

	private final TestEconomy economy = new TestEconomy(4, 50_000);

	private final List<NodeId> owners = Stream
		.concat(IntStream.range(0, 4).mapToObj(economy::validator),
				IntStream.range(0, OWNERS).mapToObj(TestEconomy::stranger))
		.toList();

	private final NaiveEconomy model = new NaiveEconomy(economy, owners);

	private final List<TransferId> reserved = new ArrayList<>();

	private final List<Instruction> sent = new ArrayList<>();

	@Test
	void whateverIsAskedForTheBooksBalance() {
		System.Logger log = System.getLogger(PropertyTests.class.getName());
		log.log(System.Logger.Level.INFO, "operations={0} seed={1}", Integer.toString(OPERATIONS), Long.toString(SEED));
		int done = 0;
		int accepted = 0;
		int nextAudit = OPERATIONS / AUDITS;
		while (done < OPERATIONS) {
			NodeId author = owner();
			boolean expected;
			Verdict verdict;
			String asked;
			if (random.nextInt(10) == 0) {
				Request request = request();
				asked = request.toString();
				expected = model.call(author, request);
				verdict = economy.call(author, request);
				done++;
			}
			else {
				Instruction[] batch = batch(author);
				asked = Arrays.toString(batch);
				expected = model.run(author, economy.now(), batch);
				verdict = economy.run(author, batch);
				done += batch.length;
			}
			assertThat(verdict.isAccepted())
				.as("seed %d, operation %d, %s by %s: %s", SEED, done, asked, author.brief(), verdict)
				.isEqualTo(expected);
			accepted += verdict.isAccepted() ? 1 : 0;
			if (random.nextInt(8) == 0) {
				Duration time = Duration.ofMillis(random.nextInt(2_000));
				economy.after(time);
				model.endBlock(economy.now());
				assertThat(economy.books().totals().isBalanced()).as("seed %d", SEED).isTrue();
			}
			if (done >= nextAudit) {
				nextAudit += OPERATIONS / AUDITS;
				compare();
			}
		}
		compare();
		assertThat(accepted).as("seed %d: enough of it is possible", SEED).isGreaterThan(OPERATIONS / 5);
	}

	private void compare() {
		assertThat(economy.audit()).as("seed %d", SEED).isEmpty();
		assertThat(model.differences()).as("seed %d", SEED).isEmpty();
	}

	private NodeId owner() {
		return owners.get(random.nextBoolean() ? random.nextInt(4) : random.nextInt(owners.size()));
	}

	private Instruction[] batch(NodeId author) {
		int size = random.nextInt(6) == 0 ? 1 + random.nextInt(5) : 1;
		Instruction[] batch = new Instruction[size];
		for (int i = 0; i < size; i++) {
			batch[i] = random.nextInt(12) == 0 && !sent.isEmpty() ? sent.get(random.nextInt(sent.size()))
					: instruction(author);
			remember(batch[i]);
		}
		return batch;
	}

	private void remember(Instruction instruction) {
		if (sent.size() < 500) {
			sent.add(instruction);
		}
		else {
			sent.set(random.nextInt(500), instruction);
		}
	}

	private Instruction instruction(NodeId author) {
		TransferId id = random.nextInt(25) == 0 && !sent.isEmpty() ? sent.get(random.nextInt(sent.size())).id()
				: economy.fresh();
		return switch (random.nextInt(10)) {
			case 0, 1, 2 -> pay(id, author);
			case 3, 4 -> {
				Reserve reserve = reserve(id, author);
				reserved.add(id);
				yield reserve;
			}
			case 5, 6 -> new Post(id, pending(id), amount());
			case 7 -> new Void(id, pending(id));
			case 8 -> new Bond(id, amount());
			default -> new Unbond(id, amount());
		};
	}

	private Pay pay(TransferId id, NodeId author) {
		AccountId debit = debit(author);
		return new Pay(id, debit, payee(debit), amount(), random.nextInt(3));
	}

	private Reserve reserve(TransferId id, NodeId author) {
		AccountId debit = debit(author);
		return new Reserve(id, debit, payee(debit), amount(), 0, Duration.ofSeconds(random.nextInt(60)));
	}

	private AccountId debit(NodeId author) {
		return AccountId.of(random.nextInt(12) == 0 ? owner() : author);
	}

	private Payee payee(AccountId not) {
		NodeId other = owner();
		while (AccountId.of(other).equals(not)) {
			other = owner();
		}
		return random.nextInt(3) == 0 ? Payee.of(AccountId.of(other)) : Payee.of(other);
	}

	private TransferId pending(TransferId not) {
		TransferId one = reserved.isEmpty() ? economy.fresh()
				: reserved.get(Math.max(0, reserved.size() - 1 - random.nextInt(40)));
		return one.equals(not) ? economy.fresh() : one;
	}

	private long amount() {
		return switch (random.nextInt(20)) {
			case 0 -> Long.MAX_VALUE - random.nextInt(3);
			case 1 -> 1 + random.nextLong(1_000_000);
			default -> 1 + random.nextLong(2_000);
		};
	}

	private Request request() {
		if (random.nextInt(8) == 0) {
			return new Request.Offence(owner(), "evidence-" + random.nextInt(200));
		}
		return random.nextBoolean() ? new Request.Charge(random.nextLong(20), "r")
				: new Request.Served(owner(), random.nextInt(50) == 0 ? Long.MAX_VALUE : random.nextLong(1_500), "r");
	}

}
