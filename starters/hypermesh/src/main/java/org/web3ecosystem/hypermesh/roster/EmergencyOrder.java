package org.web3ecosystem.hypermesh.roster;

import java.time.Duration;
import java.util.List;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/** What a validator wants about emergency mode. */
public sealed interface EmergencyOrder {

	/** The longest time for which only what must goes on. */
	Duration LONGEST = Duration.ofHours(24);

	/** The shortest. */
	Duration SHORTEST = Duration.ofSeconds(10);

	/** More are never isolated. */
	int MOST_ISOLATED = 1_000;

	List<Cbor> parts();

	/** It begins when it is decided. */
	record Enter(Duration length) implements EmergencyOrder {

		public Enter {
			requireLength(length);
		}

		@Override
		public List<Cbor> parts() {
			return List.of(Cbor.of("enter"), Cbor.of(length.toMillis()));
		}

	}

	/** It is over, before its time. */
	record Leave() implements EmergencyOrder {

		@Override
		public List<Cbor> parts() {
			return List.of(Cbor.of("leave"));
		}

	}

	/**
	 * It begins by itself when evidence isolates one more node, from so many on.
	 *
	 * @param isolated from 1
	 */
	record Arm(Duration length, int isolated) implements EmergencyOrder {

		public Arm {
			requireLength(length);
			if (isolated < 1 || isolated > MOST_ISOLATED) {
				throw new IllegalArgumentException("from 1 to " + MOST_ISOLATED + " isolated nodes, not " + isolated);
			}
		}

		@Override
		public List<Cbor> parts() {
			return List.of(Cbor.of("arm"), Cbor.of(length.toMillis()), Cbor.of(isolated));
		}

	}

	/** It does not begin by itself any more. */
	record Disarm() implements EmergencyOrder {

		@Override
		public List<Cbor> parts() {
			return List.of(Cbor.of("disarm"));
		}

	}

	private static void requireLength(Duration length) {
		if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("emergency mode lasts from " + SHORTEST.toSeconds() + " seconds to "
					+ LONGEST.toHours() + " hours");
		}
	}

	default Cbor toCbor() {
		return Cbor.of(parts());
	}

	/**
	 * @throws CborException if it is none
	 */
	static EmergencyOrder fromCbor(List<Cbor> parts) {
		try {
			if (parts.isEmpty() || !(parts.getFirst() instanceof Cbor.Text(String what))) {
				throw new CborException("not an order about emergency mode");
			}
			return switch (what) {
				case "enter" -> new Enter(Duration.ofMillis(numbers(parts, 1).getFirst()));
				case "arm" -> new Arm(Duration.ofMillis(numbers(parts, 2).getFirst()),
						Math.toIntExact(numbers(parts, 2).getLast()));
				case "leave" -> alone(parts, new Leave());
				case "disarm" -> alone(parts, new Disarm());
				default -> throw new CborException("not an order about emergency mode");
			};
		}
		catch (IllegalArgumentException | ArithmeticException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

	private static List<Long> numbers(List<Cbor> parts, int count) {
		if (parts.size() != count + 1) {
			throw new CborException("an order about emergency mode with " + parts.size() + " parts");
		}
		return parts.stream().skip(1).map(part -> {
			if (part instanceof Cbor.Int(long number)) {
				return number;
			}
			throw new CborException("a part of the order is no number");
		}).toList();
	}

	private static EmergencyOrder alone(List<Cbor> parts, EmergencyOrder order) {
		numbers(parts, 0);
		return order;
	}

}
