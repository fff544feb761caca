package org.web3ecosystem.hypermesh.name;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.web3ecosystem.hypermesh.name.Contribution.Standing;
import org.web3ecosystem.hypermesh.name.Ends.End;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/**
 * Who contributes what to which name, in the state of one block: contributions come, are
 * taken back and end, and how many a node has, what ends when and what lies below what is
 * kept with them.
 */
final class NameBook {

	/**
	 * How much of the state one block may change because something ended; the rest waits
	 * for the next block, and is not answered meanwhile.
	 */
	static final int CHANGES = 512;

	/** For how long a command that was overtaken by a withdrawal is known to be late. */
	static final Duration MARK = Duration.ofMinutes(10);

	/** The contribution, count, calendar; what lies above is counted by name. */
	private static final int CHANGES_OF_ONE = 10;

	private final FoundingNames founding;

	private final State state;

	private final Ends ends;

	private final Branches branches;

	NameBook(Zone zone, FoundingNames founding, State state) {
		this.founding = founding;
		this.state = state;
		this.ends = new Ends(state);
		this.branches = new Branches(zone, state);
	}

	/** Takes a contribution in, in the place of the author's before. */
	Verdict register(NameRegistration wanted, NodeId author, Instant now) {
		List<Contribution> all = contributions(wanted.name());
		Optional<Contribution> before = of(author, all);
		if (before.isPresent() && before.get().version() >= wanted.version()) {
			return refused(NameRefusal.NOT_NEWER, wanted.version());
		}
		if (before.isEmpty() && count(author) >= NameModule.MAX_NAMES) {
			return refused(NameRefusal.TOO_MANY_NAMES, NameModule.MAX_NAMES);
		}
		if (aliasBesideOthers(wanted, author, all, now)) {
			return refused(NameRefusal.ALIAS, wanted.name());
		}
		before.ifPresent(own -> strike(wanted.name(), own));
		Instant asked = now.truncatedTo(ChronoUnit.SECONDS).plus(wanted.lease());
		Optional<Instant> until = ends.enter(new End(author, wanted.name()), asked);
		if (until.isEmpty()) {
			return refused(NameRefusal.TOO_MANY_ENDS, asked);
		}
		return put(wanted.name(), all, wanted.by(author, until.get())) ? Verdict.accepted()
				: refused(NameRefusal.TOO_MANY_CONTRIBUTIONS, wanted.name());
	}

	/** Whether it only prolongs what its author has at the name. */
	boolean renews(NameRegistration wanted, NodeId author) {
		return of(author, contributions(wanted.name()))
			.filter(own -> own.standing() == Standing.HELD && own.records().equals(wanted.records()))
			.isPresent();
	}

	/** Takes the author's contribution back, and leaves the mark that it did. */
	Verdict withdraw(NameCommand.Withdrawal wanted, NodeId author, Instant now) {
		List<Contribution> all = contributions(wanted.name());
		Optional<Contribution> before = of(author, all);
		boolean founded = founding.gives(wanted.name(), author);
		if (before.map(own -> !own.isHeldAt(now)).orElse(!founded)) {
			boolean others = all.stream().anyMatch(other -> other.isHeldAt(now))
					|| !founding.unregistered(wanted.name(), nodes(all)).isEmpty();
			return refused(others ? NameRefusal.NOT_THE_AUTHORS : NameRefusal.NOT_REGISTERED, wanted.name());
		}
		if (before.isPresent() && before.get().version() >= wanted.version()) {
			return refused(NameRefusal.NOT_NEWER, wanted.version());
		}
		before.ifPresent(own -> strike(wanted.name(), own));
		Instant until = founded ? Contribution.STAYS : now.truncatedTo(ChronoUnit.SECONDS).plus(MARK);
		if (!founded) {
			Optional<Instant> end = ends.enter(new End(author, wanted.name()), until);
			if (end.isEmpty()) {
				return refused(NameRefusal.TOO_MANY_ENDS, until);
			}
			until = end.get();
		}
		Contribution mark = new Contribution(author, wanted.version(), Standing.WITHDRAWN, 0, until, List.of());
		return put(wanted.name(), all, mark) ? Verdict.accepted()
				: refused(NameRefusal.TOO_MANY_CONTRIBUTIONS, wanted.name());
	}

	/**
	 * Ends what is over by now, the oldest first, {@link #CHANGES} at most; looks at
	 * nothing else.
	 */
	void end(Instant now) {
		int left = CHANGES;
		Optional<Instant> next = ends.first();
		while (next.isPresent() && !next.get().isAfter(now) && left > 0) {
			for (End end : ends.at(next.get())) {
				if (left <= 0) {
					return;
				}
				lapse(end, next.get());
				left -= CHANGES_OF_ONE + labels(end.name());
			}
			next = ends.first();
		}
	}

	private static int labels(Name name) {
		return (int) name.text().chars().filter(c -> c == '.').count();
	}

	private void lapse(End end, Instant at) {
		ends.strike(end, at);
		List<Contribution> all = contributions(end.name());
		Optional<Contribution> over = of(end.node(), all).filter(own -> own.until().equals(at));
		if (over.isEmpty()) {
			return;
		}
		if (founding.gives(end.name(), end.node())) {
			put(end.name(), all, over.get().lapsed());
			return;
		}
		all.remove(over.get());
		setCount(end.node(), count(end.node()) - 1);
		if (all.isEmpty()) {
			state.remove(NameModule.key(end.name()));
			branches.wither(end.name());
		}
		else {
			state.put(NameModule.key(end.name()), Contribution.encode(all));
		}
	}

	private boolean put(Name name, List<Contribution> all, Contribution next) {
		boolean isNewName = all.isEmpty();
		if (!all.removeIf(other -> other.node().equals(next.node()))) {
			setCount(next.node(), count(next.node()) + 1);
		}
		all.add(next);
		all.sort((a, b) -> a.node().compareTo(b.node()));
		byte[] entry = Contribution.encode(all);
		if (entry.length > NameModule.MAX_ENTRY) {
			return false;
		}
		state.put(NameModule.key(name), entry);
		if (isNewName) {
			branches.grow(name);
		}
		return true;
	}

	private static boolean aliasBesideOthers(NameRegistration wanted, NodeId author, List<Contribution> all,
			Instant now) {
		Set<ResourceRecord> together = new HashSet<>(wanted.records());
		all.stream()
			.filter(other -> other.isHeldAt(now) && !other.node().equals(author))
			.forEach(other -> together.addAll(other.records()));
		return together.size() > 1 && together.stream().anyMatch(ResourceRecord.Alias.class::isInstance);
	}

	/** What stays is not in the calendar. */
	private void strike(Name name, Contribution before) {
		if (before.ends()) {
			ends.strike(new End(before.node(), name), before.until());
		}
	}

	private List<Contribution> contributions(Name name) {
		return new ArrayList<>(state.get(NameModule.key(name)).map(Contribution::decode).orElseGet(List::of));
	}

	private static Optional<Contribution> of(NodeId node, List<Contribution> all) {
		return all.stream().filter(contribution -> contribution.node().equals(node)).findFirst();
	}

	static Set<NodeId> nodes(List<Contribution> all) {
		Set<NodeId> nodes = new HashSet<>();
		all.forEach(contribution -> nodes.add(contribution.node()));
		return nodes;
	}

	private int count(NodeId node) {
		return state.get(countKey(node)).map(NameModule::text).map(Integer::valueOf).orElse(0);
	}

	private void setCount(NodeId node, int count) {
		if (count > 0) {
			state.put(countKey(node), Integer.toString(count).getBytes(StandardCharsets.US_ASCII));
		}
		else {
			state.remove(countKey(node));
		}
	}

	private static String countKey(NodeId node) {
		return "count/" + node.hex();
	}

	private static Verdict refused(NameRefusal why, Object... about) {
		return Verdict.rejected(why.about(about));
	}

}
