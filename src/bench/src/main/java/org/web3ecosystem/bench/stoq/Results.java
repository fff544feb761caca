package org.web3ecosystem.bench.stoq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.web3ecosystem.bench.stoq.Measure.Figure;

/** The figures of all rounds, and what is made of them. */
final class Results {

	private final Map<Measure, Map<String, List<Figure>>> figures = new EnumMap<>(Measure.class);

	void add(Measure measure, String peer, Figure figure) {
		figures.computeIfAbsent(measure, none -> new LinkedHashMap<>())
			.computeIfAbsent(peer, none -> new ArrayList<>())
			.add(figure);
	}

	private List<Figure> of(Measure measure, String peer) {
		return figures.getOrDefault(measure, Map.of()).getOrDefault(peer, List.of());
	}

	/** Not a number if there is none. */
	double median(Measure measure, String peer, ToDoubleFunction<Figure> part) {
		return median(of(measure, peer).stream().mapToDouble(part).toArray());
	}

	/** The median of the ratios of each round. */
	double ratio(Measure measure, String peer, Measure otherMeasure, String other, ToDoubleFunction<Figure> part) {
		List<Figure> ours = of(measure, peer);
		List<Figure> theirs = of(otherMeasure, other);
		double[] ratios = new double[Math.min(ours.size(), theirs.size())];
		for (int round = 0; round < ratios.length; round++) {
			ratios[round] = part.applyAsDouble(ours.get(round)) / part.applyAsDouble(theirs.get(round));
		}
		return median(ratios);
	}

	private static double median(double[] values) {
		Arrays.sort(values);
		return (values.length == 0) ? Double.NaN : values[values.length / 2];
	}

	/** A row for each peer. */
	void print(Measure measure) {
		boolean late = measure == Measure.REQUEST || measure == Measure.MESSAGE;
		boolean bulk = measure == Measure.BULK_1 || measure == Measure.BULK_8;
		figures.getOrDefault(measure, Map.of()).forEach((peer, rounds) -> {
			double[] values = rounds.stream().mapToDouble(Figure::value).sorted().toArray();
			System.out.printf(Locale.ROOT, "| %s | %s | %s%s | %s to %s | %s | %s | %s |%n", measure.title(), peer,
					number(median(values)), measure.unit(), number(values[0]), number(values[values.length - 1]),
					late ? number(median(measure, peer, Figure::late)) + " µs" : "",
					(measure == Measure.IDLE) ? ""
							: number(median(measure, peer, Figure::processor)) + " µs" + (bulk ? "/MB" : ""),
					times(againstTcnative(measure, peer)));
		});
	}

	/** Of TCP there is one stream, and only one kind of round trip. */
	private double againstTcnative(Measure measure, String peer) {
		Measure there = switch (measure) {
			case MESSAGE -> Measure.REQUEST;
			case BULK_8 -> Measure.BULK_1;
			default -> measure;
		};
		return ratio(measure, peer, there, Kind.TCNATIVE.title(), Figure::value);
	}

	static String number(double value) {
		return String.format(Locale.ROOT, (value < 10) ? "%.2f" : (value < 100) ? "%.1f" : "%.0f", value);
	}

	static String times(double ratio) {
		return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2fx", ratio);
	}

}
