package org.web3ecosystem.bench.stoq;

import java.util.function.ToDoubleFunction;

import org.web3ecosystem.bench.stoq.Measure.Figure;

/** What was aimed at, beside what was measured. */
final class Goals {

	private static final String STOQ = Kind.STOQ.title();

	private static final String TCNATIVE = Kind.TCNATIVE.title();

	private final Results results;

	Goals(Results results) {
		this.results = results;
	}

	void print() {
		System.out.println("| goal | aim | measured | |");
		System.out.println("|---|---|---|---|");
		atLeast("connections/s to tcnative", 1.0, Measure.CONNECT, STOQ, Measure.CONNECT, TCNATIVE);
		atLeast("connections/s with Falcon-512 required to tcnative", 0.6, Measure.CONNECT, Kind.STOQ_FALCON.title(),
				Measure.CONNECT, TCNATIVE);
		atLeast("connections/s to TLS of the JDK", 3.0, Measure.CONNECT, STOQ, Measure.CONNECT, Kind.JDK.title());
		atMost("processor time of a connection to quic-go", 1.0, Measure.CONNECT, STOQ, QuicGo.TITLE,
				Figure::processor);
		for (Measure trip : new Measure[] { Measure.REQUEST, Measure.REQUEST_DIRECT, Measure.MESSAGE,
				Measure.MESSAGE_DIRECT }) {
			atMost(trip.title() + ", median to tcnative", 2.0, trip, STOQ, TCNATIVE, Figure::value);
			atMost(trip.title() + ", 99 of 100 to tcnative", 2.5, trip, STOQ, TCNATIVE, Figure::late);
			atMost(trip.title() + ", median to the bare codec", 1.25, trip, STOQ, Kind.QUIC.title(), Figure::value);
		}
		atLeast("download, 1 stream, to tcnative", 0.12, Measure.BULK_1, STOQ, Measure.BULK_1, TCNATIVE);
		atLeast("download, 8 streams, to tcnative with its one", 0.25, Measure.BULK_8, STOQ, Measure.BULK_1, TCNATIVE);
		atMost("processor time of a megabyte to quic-go, 1 stream", 0.75, Measure.BULK_1, STOQ, QuicGo.TITLE,
				Figure::processor);
		line("KiB of an idle connection", 100, results.median(Measure.IDLE, STOQ, Figure::value), false, "");
		atMost("memory of an idle connection to tcnative", 2.0, Measure.IDLE, STOQ, TCNATIVE, Figure::value);
	}

	private void atLeast(String what, double aim, Measure measure, String peer, Measure otherMeasure, String other) {
		line(what, aim, results.ratio(measure, peer, otherMeasure, other, Figure::value), true, "x");
	}

	private void atMost(String what, double aim, Measure measure, String peer, String other,
			ToDoubleFunction<Figure> part) {
		Measure there = switch (measure) {
			case REQUEST_DIRECT, MESSAGE, MESSAGE_DIRECT -> Measure.REQUEST;
			default -> measure;
		};
		line(what, aim, results.ratio(measure, peer, there, other, part), false, "x");
	}

	private static void line(String what, double aim, double measured, boolean least, String unit) {
		boolean met = least ? measured >= aim : measured <= aim;
		System.out.printf("| %s | %s %s%s | %s | %s |%n", what, least ? "≥" : "≤", Results.number(aim), unit,
				Double.isNaN(measured) ? "not measured" : Results.number(measured) + unit,
				Double.isNaN(measured) ? "" : met ? "met" : "missed");
	}

}
