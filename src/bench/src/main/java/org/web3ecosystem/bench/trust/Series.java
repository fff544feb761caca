package org.web3ecosystem.bench.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** The figures of all rounds by what was measured, and rows of Markdown made of them. */
final class Series {

	private final Map<String, List<Round>> rounds = new LinkedHashMap<>();

	private final List<String> goals = new ArrayList<>();

	/**
	 * One round of one thing.
	 *
	 * @param value what is told, in its unit
	 * @param processor processor time of one operation, in microseconds
	 */
	record Round(double value, double processor) {
	}

	void add(String what, double value, double processor) {
		rounds.computeIfAbsent(what, none -> new ArrayList<>()).add(new Round(value, processor));
	}

	boolean has(String what) {
		return rounds.containsKey(what);
	}

	/** A row: median, spread and processor time. */
	void print(String what, String unit) {
		List<Round> all = rounds.getOrDefault(what, List.of());
		if (all.isEmpty()) {
			return;
		}
		double[] values = all.stream().mapToDouble(Round::value).sorted().toArray();
		System.out.printf(Locale.ROOT, "| %s | %s%s | %s to %s | %s µs |%n", what, number(median(values)), unit,
				number(values[0]), number(values[values.length - 1]),
				number(median(all.stream().mapToDouble(Round::processor).sorted().toArray())));
	}

	/** The median over the rounds of what is made of two values of the same round. */
	double ofRounds(String one, String other, boolean processor, DoubleBinaryOperator made) {
		List<Round> ours = rounds.getOrDefault(one, List.of());
		List<Round> theirs = rounds.getOrDefault(other, List.of());
		double[] results = new double[Math.min(ours.size(), theirs.size())];
		for (int i = 0; i < results.length; i++) {
			results[i] = processor ? made.applyAsDouble(ours.get(i).processor(), theirs.get(i).processor())
					: made.applyAsDouble(ours.get(i).value(), theirs.get(i).value());
		}
		return median(Arrays.stream(results).sorted().toArray());
	}

	void goal(String what, boolean atLeast, double aim, double measured) {
		boolean met = atLeast ? measured >= aim : measured <= aim;
		goals.add(String.format(Locale.ROOT, "| %s | %s %sx | %s | %s |", what, atLeast ? "≥" : "≤", number(aim),
				Double.isNaN(measured) ? "not measured" : number(measured) + "x",
				Double.isNaN(measured) ? "" : met ? "met" : "missed"));
	}

	void printGoals() {
		System.out.println("\n| goal | aim | measured | |\n|---|---|---|---|");
		goals.forEach(System.out::println);
	}

	private static double median(double[] sorted) {
		return (sorted.length == 0) ? Double.NaN : sorted[sorted.length / 2];
	}

	static String number(double value) {
		return String.format(Locale.ROOT, (value < 10) ? "%.2f" : (value < 100) ? "%.1f" : "%.0f", value);
	}

}
