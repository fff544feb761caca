package org.web3ecosystem.systemtest.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The checker, on histories of which the verdict is known. */
class LinearizabilityTests {

	private static final int NIL = -1;

	/** A register of one number. */
	private sealed interface Call {

		record Read(int value) implements Call {
		}

		record Write(int value) implements Call {
		}

		record CompareAndSet(int from, int to, Outcome outcome) implements Call {
		}

	}

	private enum Outcome {

		DONE, REFUSED, UNKNOWN

	}

	private static final Model<Integer, Call> REGISTER = new Model<>() {

		@Override
		public Integer begin() {
			return NIL;
		}

		@Override
		public Optional<Integer> after(Integer state, Call call) {
			return switch (call) {
				case Call.Read(int value) -> (value == state) ? Optional.of(state) : Optional.empty();
				case Call.Write(int value) -> Optional.of(value);
				case Call.CompareAndSet(int from, int to, Outcome outcome) -> {
					boolean fits = from == state;
					yield (outcome == Outcome.UNKNOWN || fits == (outcome == Outcome.DONE))
							? Optional.of(fits ? to : state) : Optional.empty();
				}
			};
		}

	};

	private static boolean holds(List<Operation<Call>> history) {
		return Linearizability.holds(REGISTER, history);
	}

	@Test
	void overlappingCallsMayHaveEitherOrder() {
		Operation<Call> write = new Operation<>(new Call.Write(1), 0, 10);
		assertThat(holds(List.of(write, new Operation<>(new Call.Read(1), 2, 4)))).isTrue();
		assertThat(holds(List.of(write, new Operation<>(new Call.Read(NIL), 2, 4)))).isTrue();
		assertThat(holds(
				List.of(write, new Operation<>(new Call.Read(1), 2, 4), new Operation<>(new Call.Read(NIL), 5, 6))))
			.as("it was there and is gone")
			.isFalse();
	}

	@Test
	void whatReturnedIsSeenByWhoeverAsksAfterwards() {
		Operation<Call> write = new Operation<>(new Call.Write(1), 0, 1);
		assertThat(holds(List.of(write, new Operation<>(new Call.Read(NIL), 2, 3)))).isFalse();
		assertThat(holds(List.of(write, new Operation<>(new Call.Read(1), 2, 3)))).isTrue();
	}

	@Test
	void whatNeverReturnedMayHaveHappenedLateOrNotAtAll() {
		Operation<Call> lost = new Operation<>(new Call.Write(1), 0, Operation.NEVER);
		Operation<Call> before = new Operation<>(new Call.Read(NIL), 2, 3);
		Operation<Call> after = new Operation<>(new Call.Read(1), 8, 9);
		assertThat(holds(List.of(lost, before))).isTrue();
		assertThat(holds(List.of(lost, before, after))).isTrue();
		assertThat(holds(List.of(lost, after, new Operation<>(new Call.Read(NIL), 10, 11)))).isFalse();
	}

	@Test
	void ofTwoThatSetFromTheSameValueOneIsRefused() {
		Operation<Call> first = new Operation<>(new Call.CompareAndSet(NIL, 1, Outcome.DONE), 0, 10);
		assertThat(holds(List.of(first, new Operation<>(new Call.CompareAndSet(NIL, 2, Outcome.DONE), 0, 10))))
			.isFalse();
		assertThat(holds(List.of(first, new Operation<>(new Call.CompareAndSet(NIL, 2, Outcome.REFUSED), 0, 10))))
			.isTrue();
	}

	@Test
	void whatARegisterDidIsLinearizableAndALateReadOfItIsNot() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		for (int run = 0; run < 50; run++) {
			List<Operation<Call>> history = new ArrayList<>();
			int value = NIL;
			// each takes effect at 10 i, somewhere between its call and its return
			for (int i = 1; i < 60; i++) {
				int next = random.nextInt(4);
				Call call = switch (random.nextInt(3)) {
					case 0 -> new Call.Read(value);
					case 1 -> new Call.Write(next);
					default -> new Call.CompareAndSet(next, 3 - next, (next == value) ? Outcome.DONE : Outcome.REFUSED);
				};
				value = REGISTER.after(value, call).orElseThrow();
				history.add(new Operation<>(call, 10L * i - random.nextInt(30), 10L * i + random.nextInt(30)));
			}
			assertThat(holds(history)).as("seed %s run %s", seed, run).isTrue();
			history.add(new Operation<>(new Call.Write(100), 1000, 1001));
			history.add(new Operation<>(new Call.Read(value), 1002, 1003));
			assertThat(holds(history)).as("seed %s run %s", seed, run).isFalse();
		}
	}

	@Test
	void publishedHistoriesAreJudgedAsPublished() throws IOException {
		Map<String, List<String>> histories = published();
		assertThat(histories).hasSize(102);
		histories.forEach((title, lines) -> assertThat(holds(read(lines))).as(title)
			.isEqualTo(!title.endsWith("not-linearizable")));
	}

	private static Map<String, List<String>> published() throws IOException {
		try (InputStream in = Objects
			.requireNonNull(LinearizabilityTests.class.getResourceAsStream("/histories/etcd.txt"))) {
			Map<String, List<String>> all = new HashMap<>();
			List<String> current = new ArrayList<>();
			for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
				if (line.startsWith("history ")) {
					current = new ArrayList<>();
					all.put(line, current);
				}
				else if (!line.startsWith("#")) {
					current.add(line);
				}
			}
			return all;
		}
	}

	/** The number of a line is its time; a read that failed saw nothing. */
	private static List<Operation<Call>> read(List<String> lines) {
		record Begun(int time, String[] words) {
		}
		List<Operation<Call>> history = new ArrayList<>();
		Map<String, Begun> open = new HashMap<>();
		for (int time = 0; time < lines.size(); time++) {
			String[] words = lines.get(time).split(" ");
			Begun begun = words[1].equals("invoke") ? null : open.remove(words[0]);
			if (begun == null) {
				open.put(words[0], new Begun(time, words));
			}
			else if (words[1].equals("info")) {
				history.add(new Operation<>(call(begun.words(), Outcome.UNKNOWN), begun.time(), Operation.NEVER));
			}
			else if (!words[1].equals("fail") || words[2].equals("cas")) {
				Outcome outcome = words[1].equals("ok") ? Outcome.DONE : Outcome.REFUSED;
				history.add(new Operation<>(call(words, outcome), begun.time(), time));
			}
		}
		open.values()
			.stream()
			.filter(begun -> !begun.words()[2].equals("read"))
			.forEach(begun -> history
				.add(new Operation<>(call(begun.words(), Outcome.UNKNOWN), begun.time(), Operation.NEVER)));
		return history;
	}

	private static Call call(String[] words, Outcome outcome) {
		return switch (words[2]) {
			case "read" -> new Call.Read(words[3].equals("nil") ? NIL : Integer.parseInt(words[3]));
			case "write" -> new Call.Write(Integer.parseInt(words[3]));
			default -> new Call.CompareAndSet(Integer.parseInt(words[3]), Integer.parseInt(words[4]), outcome);
		};
	}

}
