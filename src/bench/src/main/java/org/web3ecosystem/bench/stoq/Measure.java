package org.web3ecosystem.bench.stoq;

import java.util.function.ToDoubleFunction;

import org.web3ecosystem.bench.stoq.Load.Outcome;
import org.web3ecosystem.bench.stoq.Pair.Reading;

/** What is looked at, in which unit, and what one operation is. */
enum Measure {

	CONNECT("new connections, 8 in flight", "connect %d", "/s", Measure::rate, 1),

	REQUEST("round trip of 128 bytes, request", "request %d", " µs", Measure::micros, 1),

	REQUEST_DIRECT("round trip of 128 bytes, request, neither side blocks", "request-direct %d", " µs", Measure::micros,
			1),

	MESSAGE("round trip of 128 bytes, message on a stream", "message %d", " µs", Measure::micros, 1),

	MESSAGE_DIRECT("round trip of 128 bytes, message on a stream, neither side blocks", "message-direct %d", " µs",
			Measure::micros, 1),

	BULK_1("download, 1 stream", "bulk %d 1", " MB/s", Measure::megabytes, 1_000_000),

	BULK_8("download, 8 streams", "bulk %d 8", " MB/s", Measure::megabytes, 1_000_000),

	IDLE("memory of an idle connection at the listening side", "", " KiB", outcome -> Double.NaN, 1);

	private final String title;

	private final String command;

	private final String unit;

	private final ToDoubleFunction<Outcome> value;

	private final int operation;

	Measure(String title, String command, String unit, ToDoubleFunction<Outcome> value, int operation) {
		this.title = title;
		this.command = command;
		this.unit = unit;
		this.value = value;
		this.operation = operation;
	}

	String title() {
		return title;
	}

	String unit() {
		return unit;
	}

	String command(long millis) {
		return command.formatted(millis);
	}

	Figure figure(Reading reading) {
		Outcome outcome = reading.outcome();
		double operations = Math.max(1, outcome.operations() / (double) operation);
		return new Figure(value.applyAsDouble(outcome), outcome.late() / 1e3,
				reading.processor().toNanos() / 1e3 / operations);
	}

	private static double rate(Outcome outcome) {
		return outcome.operations() * 1e9 / outcome.nanos();
	}

	private static double micros(Outcome outcome) {
		return outcome.median() / 1e3;
	}

	private static double megabytes(Outcome outcome) {
		return outcome.operations() * 1e3 / outcome.nanos();
	}

	/**
	 * What one round gave.
	 *
	 * @param value in the measure's unit
	 * @param late the 99th percentile of a round trip in microseconds
	 * @param processor microseconds of both sides together for one operation, of a
	 * download for one megabyte
	 */
	record Figure(double value, double late, double processor) {
	}

}
