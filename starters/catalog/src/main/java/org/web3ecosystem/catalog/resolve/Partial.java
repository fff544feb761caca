package org.web3ecosystem.catalog.resolve;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.web3ecosystem.catalog.resolve.Comparator.Bound;

/**
 * A version, or the beginning of one, as it stands in a constraint.
 *
 * @param numbers none to three
 * @param preRelease only after three numbers
 */
record Partial(List<BigInteger> numbers, List<String> preRelease) {

	private static final Pattern FORM = Pattern
		.compile("(0|[1-9]\\d*|[xX*])(?:\\.(0|[1-9]\\d*|[xX*])(?:\\.(0|[1-9]\\d*|[xX*]))?)?");

	/** The first pre-release there could be: an upper bound that keeps all others out. */
	private static final List<String> FIRST = List.of("0");

	static Partial parse(String text) {
		if (Version.isVersion(text)) {
			Version version = Version.parse(text);
			return new Partial(List.of(version.major(), version.minor(), version.patch()), version.preRelease());
		}
		Matcher matcher = FORM.matcher(text);
		if (text.length() > Version.MAX_LENGTH || !matcher.matches()) {
			throw new IllegalArgumentException("neither a version nor the beginning of one: '" + text + "'");
		}
		List<BigInteger> numbers = new ArrayList<>();
		for (int i = 1; i <= matcher.groupCount(); i++) {
			String number = matcher.group(i);
			if (number == null || !Character.isDigit(number.charAt(0))) {
				break;
			}
			numbers.add(new BigInteger(number));
		}
		return new Partial(List.copyOf(numbers), List.of());
	}

	List<Comparator> bounds(String operator) {
		return switch (operator) {
			case "^" -> between(caret());
			case "~" -> between(Math.min(2, numbers.size()));
			case ">=" -> List.of(new Comparator(Bound.AT_LEAST, lowest()));
			case "<" -> List.of(new Comparator(Bound.LESS, isWhole() ? lowest() : beforeAll()));
			case ">" -> above();
			case "<=" -> isWhole() ? List.of(new Comparator(Bound.AT_MOST, lowest())) : below(numbers.size());
			default -> isWhole() ? List.of(new Comparator(Bound.EXACTLY, lowest())) : between(numbers.size());
		};
	}

	private boolean isWhole() {
		return numbers.size() == 3;
	}

	/** How many leading numbers {@code ^} keeps: to the first that is not zero. */
	private int caret() {
		for (int i = 0; i < numbers.size(); i++) {
			if (numbers.get(i).signum() != 0) {
				return i + 1;
			}
		}
		return numbers.size();
	}

	/** From this on, as long as the first {@code kept} numbers are the same. */
	private List<Comparator> between(int kept) {
		List<Comparator> bounds = new ArrayList<>(List.of(new Comparator(Bound.AT_LEAST, lowest())));
		bounds.addAll(below(kept));
		return bounds;
	}

	private List<Comparator> below(int kept) {
		return kept == 0 ? List.of(new Comparator(Bound.AT_LEAST, of(List.of(), List.of())))
				: List.of(new Comparator(Bound.LESS, of(raised(kept), FIRST)));
	}

	private List<Comparator> above() {
		if (isWhole()) {
			return List.of(new Comparator(Bound.GREATER, lowest()));
		}
		// nothing is above everything
		return numbers.isEmpty() ? List.of(new Comparator(Bound.LESS, beforeAll()))
				: List.of(new Comparator(Bound.AT_LEAST, of(raised(numbers.size()), List.of())));
	}

	private List<BigInteger> raised(int kept) {
		List<BigInteger> raised = new ArrayList<>(numbers.subList(0, kept - 1));
		raised.add(numbers.get(kept - 1).add(BigInteger.ONE));
		return raised;
	}

	private Version lowest() {
		return of(numbers, preRelease);
	}

	private Version beforeAll() {
		return of(numbers, FIRST);
	}

	private static Version of(List<BigInteger> numbers, List<String> preRelease) {
		return Version.of(number(numbers, 0), number(numbers, 1), number(numbers, 2), preRelease);
	}

	private static BigInteger number(List<BigInteger> numbers, int index) {
		return index < numbers.size() ? numbers.get(index) : BigInteger.ZERO;
	}

}
