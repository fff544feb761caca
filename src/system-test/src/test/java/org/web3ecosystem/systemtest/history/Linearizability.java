package org.web3ecosystem.systemtest.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Whether one order of the operations, each at one moment between its call and its
 * return, explains all outcomes (Herlihy and Wing, 1990). The search is that of Wing and
 * Gong (1993) with Lowe's memory of configurations that led nowhere (Testing for
 * linearizability, 2017). For one object; histories of several are checked one by one.
 *
 * @param <S> states of the model
 * @param <O> kinds of calls
 */
public final class Linearizability<S, O> {

	private final Model<S, O> model;

	private final List<Operation<O>> history;

	/** Before the first event. */
	private final Event head = new Event(-1, false);

	private Linearizability(Model<S, O> model, List<Operation<O>> history) {
		this.model = model;
		this.history = history;
		Event last = head;
		for (Event each : events(history)) {
			last.next = each;
			each.before = last;
			last = each;
		}
	}

	public static <S, O> boolean holds(Model<S, O> model, List<Operation<O>> history) {
		return new Linearizability<>(model, history).search();
	}

	/** A call or a return, in the list of those that are not explained yet. */
	private static final class Event {

		private final int operation;

		private final boolean call;

		private @Nullable Event answer;

		private @Nullable Event before;

		private @Nullable Event next;

		private Event(int operation, boolean call) {
			this.operation = operation;
			this.call = call;
		}

		private void takeOut() {
			Objects.requireNonNull(before).next = next;
			if (next != null) {
				next.before = before;
			}
		}

		private void putBack() {
			Objects.requireNonNull(before).next = this;
			if (next != null) {
				next.before = this;
			}
		}

	}

	/** By time; of one time calls first, which leaves most orders open. */
	private static List<Event> events(List<? extends Operation<?>> history) {
		record Timed(long time, Event event) {
		}
		List<Timed> all = new ArrayList<>();
		for (int i = 0; i < history.size(); i++) {
			Event call = new Event(i, true);
			call.answer = new Event(i, false);
			all.add(new Timed(history.get(i).called(), call));
			all.add(new Timed(history.get(i).returned(), call.answer));
		}
		all.sort(Comparator.comparingLong(Timed::time).thenComparing(each -> !each.event().call));
		return all.stream().map(Timed::event).toList();
	}

	/** What was chosen, and the state before it. */
	private record Choice<S>(Event call, S before) {
	}

	private record Configuration<S>(BitSet explained, S state) {
	}

	private boolean search() {
		S state = model.begin();
		BitSet explained = new BitSet();
		Set<Configuration<S>> seen = new HashSet<>();
		Deque<Choice<S>> chosen = new ArrayDeque<>();
		Event at = head.next;
		while (head.next != null) {
			Event event = Objects.requireNonNull(at, "a call has its return behind it");
			if (event.call) {
				Optional<S> after = model.after(state, history.get(event.operation).what());
				explained.set(event.operation);
				if (after.isPresent() && seen.add(new Configuration<>((BitSet) explained.clone(), after.get()))) {
					chosen.push(new Choice<>(event, state));
					state = after.get();
					event.takeOut();
					Objects.requireNonNull(event.answer).takeOut();
					at = head.next;
					continue;
				}
				explained.clear(event.operation);
				at = event.next;
			}
			else if (chosen.isEmpty()) {
				return false;
			}
			else {
				// it returned, and nobody has explained it: another choice
				Choice<S> last = chosen.pop();
				state = last.before();
				explained.clear(last.call().operation);
				Objects.requireNonNull(last.call().answer).putBack();
				last.call().putBack();
				at = last.call().next;
			}
		}
		return true;
	}

}
