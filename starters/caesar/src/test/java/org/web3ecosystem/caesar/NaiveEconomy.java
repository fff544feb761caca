package org.web3ecosystem.caesar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
import org.web3ecosystem.spi.usage.Economy.Request;

/**
 * The economy as one would explain it: who has how much, what is set aside for whom and
 * until when. It knows whether something is possible and not why.
 */
final class NaiveEconomy {

	private static final long UNIT = 1000;

	private final TestEconomy real;

	private final Map<AccountId, NodeId> owners = new HashMap<>();

	/** Who has an account, and what is in it to spend. */
	private Map<NodeId, Long> free = new HashMap<>();

	private Map<NodeId, Long> stake = new HashMap<>();

	private Map<TransferId, SetAside> aside = new HashMap<>();

	private Map<TransferId, Done> known = new HashMap<>();

	private List<Returning> returning = new ArrayList<>();

	private final Set<String> punished = new HashSet<>();

	private final Map<NodeId, Long> withheld = new HashMap<>();

	private final Map<NodeId, Long> dust = new HashMap<>();

	private long rewards = TestEconomy.REWARDS;

	private record SetAside(NodeId from, NodeId to, long amount, Instant until) {
	}

	private record Returning(NodeId to, long amount, Instant at) {
	}

	private record Done(NodeId author, Instruction instruction) {
	}

	NaiveEconomy(TestEconomy real, List<NodeId> owners) {
		this.real = real;
		owners.forEach(owner -> this.owners.put(AccountId.of(owner), owner));
		real.genesis().validators().forEach(validator -> {
			free.put(validator.id(), TestEconomy.OPENING);
			stake.put(validator.id(), validator.stake());
		});
	}

	boolean run(NodeId author, Instant now, Instruction... batch) {
		Map<NodeId, Long> freeBefore = new HashMap<>(free);
		Map<NodeId, Long> stakeBefore = new HashMap<>(stake);
		Map<TransferId, SetAside> asideBefore = new HashMap<>();
		List<TransferId> added = new ArrayList<>();
		List<Returning> returningBefore = new ArrayList<>(returning);
		for (Instruction instruction : batch) {
			Done done = new Done(author, plain(instruction));
			Done before = known.get(instruction.id());
			boolean possible = before != null ? before.equals(done) : apply(author, now, instruction, asideBefore);
			if (!possible) {
				free = freeBefore;
				stake = stakeBefore;
				returning = returningBefore;
				asideBefore.forEach((id, value) -> {
					if (value == null) {
						aside.remove(id);
					}
					else {
						aside.put(id, value);
					}
				});
				added.forEach(known::remove);
				return false;
			}
			if (before == null) {
				known.put(instruction.id(), done);
				added.add(instruction.id());
			}
		}
		return true;
	}

	/** Two ways to name the account that is paid are the same instruction. */
	private static Instruction plain(Instruction instruction) {
		return switch (instruction) {
			case Pay it -> new Pay(it.id(), it.debit(), Payee.of(it.credit().account()), it.amount(), it.code());
			case Reserve it ->
				new Reserve(it.id(), it.debit(), Payee.of(it.credit().account()), it.amount(), it.code(), it.timeout());
			case Post it -> it;
			case Void it -> it;
			case Bond it -> it;
			case Unbond it -> it;
		};
	}

	private boolean apply(NodeId author, Instant now, Instruction instruction, Map<TransferId, SetAside> before) {
		return switch (instruction) {
			case Pay it -> isOwn(author, it.debit()) && open(it.credit()) && take(author, it.amount())
					&& give(owner(it.credit()), it.amount());
			case Reserve it -> {
				boolean can = isOwn(author, it.debit()) && open(it.credit()) && take(author, it.amount())
						&& give(owner(it.credit()), 0);
				if (can) {
					Instant until = it.timeout().isZero() ? Instant.MAX : now.plus(it.timeout());
					before.put(it.id(), null);
					aside.put(it.id(), new SetAside(author, owner(it.credit()), it.amount(), until));
				}
				yield can;
			}
			case Post it -> {
				SetAside what = aside.get(it.pending());
				boolean can = what != null && what.until().isAfter(now) && what.from().equals(author)
						&& it.amount() <= what.amount();
				if (can) {
					remember(it.pending(), what, before);
					aside.remove(it.pending());
					give(what.to(), it.amount());
					give(what.from(), what.amount() - it.amount());
				}
				yield can;
			}
			case Void it -> {
				SetAside what = aside.get(it.pending());
				boolean can = what != null && what.until().isAfter(now)
						&& (what.from().equals(author) || what.to().equals(author));
				if (can) {
					remember(it.pending(), what, before);
					aside.remove(it.pending());
					give(what.from(), what.amount());
				}
				yield can;
			}
			case Bond it -> take(author, it.amount()) && stake.merge(author, it.amount(), Long::sum) > 0;
			case Unbond it -> {
				boolean can = stake.getOrDefault(author, 0L) >= it.amount();
				if (can) {
					stake.merge(author, -it.amount(), Long::sum);
					returning.add(new Returning(author, it.amount(), now.plus(TestEconomy.DELAY)));
				}
				yield can;
			}
		};
	}

	private static void remember(TransferId id, SetAside what, Map<TransferId, SetAside> before) {
		if (!before.containsKey(id)) {
			before.put(id, what);
		}
	}

	boolean call(NodeId author, Request request) {
		return switch (request) {
			case Request.Charge(long amount, String reference) -> amount == 0 || take(author, amount);
			case Request.Offence(NodeId node, String evidence) -> punished.add(evidence) && slash(node);
			case Request.Served(NodeId provider, long used, String reference) -> {
				long all = dust.getOrDefault(provider, 0L) + Math.min(used, Long.MAX_VALUE - UNIT);
				dust.put(provider, all % UNIT);
				long paid = Math.min(rewards, all / UNIT);
				rewards -= paid;
				yield paid == 0 || give(provider, paid);
			}
		};
	}

	private boolean slash(NodeId node) {
		stake.computeIfPresent(node, (id, bonded) -> bonded / 2);
		long under = returning.stream().filter(it -> it.to().equals(node)).mapToLong(Returning::amount).sum()
				- withheld.getOrDefault(node, 0L);
		withheld.merge(node, under - under / 2, Long::sum);
		return true;
	}

	/** Nobody is made to wait here: all that is due is done. */
	void endBlock(Instant now) {
		aside.values().removeIf(what -> {
			boolean over = !what.until().isAfter(now);
			if (over) {
				give(what.from(), what.amount());
			}
			return over;
		});
		returning.removeIf(what -> {
			boolean due = !what.at().isAfter(now);
			if (due) {
				long less = Math.min(what.amount(), withheld.getOrDefault(what.to(), 0L));
				withheld.merge(what.to(), -less, Long::sum);
				if (what.amount() > less) {
					give(what.to(), what.amount() - less);
				}
			}
			return due;
		});
	}

	private boolean isOwn(NodeId author, AccountId debit) {
		return AccountId.of(author).equals(debit) && free.containsKey(author);
	}

	private NodeId owner(Payee payee) {
		return Objects.requireNonNull(owners.get(payee.account()));
	}

	private boolean open(Payee payee) {
		return payee.owner().isPresent() || free.containsKey(owner(payee));
	}

	private boolean take(NodeId from, long amount) {
		boolean can = free.getOrDefault(from, 0L) >= amount;
		if (can) {
			free.merge(from, -amount, Long::sum);
		}
		return can;
	}

	private boolean give(NodeId to, long amount) {
		free.merge(to, amount, Long::sum);
		return true;
	}

	/** In what the real one is not like this one. */
	List<String> differences() {
		List<String> differences = new ArrayList<>();
		for (NodeId owner : owners.values()) {
			compare("what " + owner.brief() + " may spend", free.getOrDefault(owner, 0L),
					real.books().account(AccountId.of(owner)).map(account -> account.available()).orElse(0L),
					differences);
			compare("the stake of " + owner.brief(), stake.getOrDefault(owner, 0L), real.stake(owner), differences);
		}
		compare("the rewards", rewards, real.account(AccountId.REWARDS).balance(), differences);
		compare("what returns",
				returning.stream().mapToLong(Returning::amount).sum()
						- withheld.values().stream().mapToLong(Long::longValue).sum(),
				real.account(AccountId.UNBONDING).balance(), differences);
		return differences;
	}

	private static void compare(String what, long expected, long actual, List<String> differences) {
		if (expected != actual) {
			differences.add(what + ": " + actual + ", not " + expected);
		}
	}

}
