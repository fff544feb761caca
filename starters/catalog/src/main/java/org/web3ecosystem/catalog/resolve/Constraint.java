package org.web3ecosystem.catalog.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.web3ecosystem.catalog.resolve.Comparator.Bound;

/**
 * Which versions will do. Alternatives are divided by {@code ||}; an alternative is a
 * list of bounds, all kept, or a range {@code a - b}. A bound is a version or a part of
 * one ({@code 1}, {@code 1.2}, {@code 1.x}, {@code *}) after {@code ^ ~ = < <= > >=} or
 * nothing. A version without operator is exactly that version, a part is all versions
 * that begin with it.
 * <p>
 * A pre-release will do only if a bound of the same alternative names a pre-release of
 * the same three numbers: {@code >=1.2.0-beta} allows {@code 1.2.0-rc} and not
 * {@code 1.3.0-rc}. These are the rules of npm's node-semver.
 *
 * @param text as written
 */
public record Constraint(String text, List<List<Comparator>> alternatives) {

	/** The longest constraint anyone reads, in characters. */
	public static final int MAX_LENGTH = 256;

	private static final int MAX_ALTERNATIVES = 16;

	private static final int MAX_BOUNDS = 16;

	private static final Pattern SPACE_AFTER_OPERATOR = Pattern.compile("(\\^|~|>=|<=|>|<|=) +");

	private static final Pattern RANGE = Pattern.compile("(\\S+) +- +(\\S+)");

	public Constraint {
		alternatives = alternatives.stream().map(List::copyOf).toList();
	}

	/**
	 * @throws IllegalArgumentException if it is none
	 */
	public static Constraint parse(String text) {
		if (text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("a constraint has at most " + MAX_LENGTH + " characters");
		}
		String[] parts = text.split("\\|\\|", -1);
		if (parts.length > MAX_ALTERNATIVES) {
			throw new IllegalArgumentException("a constraint has at most " + MAX_ALTERNATIVES + " alternatives");
		}
		List<List<Comparator>> alternatives = new ArrayList<>();
		for (String part : parts) {
			alternatives.add(alternative(part.strip(), text));
		}
		return new Constraint(text, alternatives);
	}

	/** That version and no other. */
	public static Constraint exactly(Version version) {
		return new Constraint(version.toString(), List.of(List.of(new Comparator(Bound.EXACTLY, version))));
	}

	private static List<Comparator> alternative(String part, String whole) {
		if (part.isEmpty()) {
			throw new IllegalArgumentException("not a constraint: '" + whole + "'; everything is '*'");
		}
		Matcher range = RANGE.matcher(part);
		if (range.matches()) {
			List<Comparator> bounds = new ArrayList<>(Partial.parse(range.group(1)).bounds(">="));
			bounds.addAll(Partial.parse(range.group(2)).bounds("<="));
			return bounds;
		}
		String[] words = SPACE_AFTER_OPERATOR.matcher(part).replaceAll("$1").split(" +");
		if (words.length > MAX_BOUNDS) {
			throw new IllegalArgumentException("an alternative has at most " + MAX_BOUNDS + " bounds");
		}
		List<Comparator> bounds = new ArrayList<>();
		for (String word : words) {
			String operator = operator(word);
			bounds.addAll(Partial.parse(word.substring(operator.length())).bounds(operator));
		}
		return bounds;
	}

	private static String operator(String word) {
		for (String operator : List.of(">=", "<=", ">", "<", "=", "^", "~")) {
			if (word.startsWith(operator)) {
				return operator;
			}
		}
		return "";
	}

	public boolean allows(Version version) {
		return alternatives.stream().anyMatch(bounds -> allows(bounds, version));
	}

	private static boolean allows(List<Comparator> bounds, Version version) {
		return bounds.stream().allMatch(bound -> bound.allows(version))
				&& (!version.isPreRelease() || bounds.stream().anyMatch(bound -> bound.invites(version)));
	}

	/** The version, if there is only one that will do and it is named. */
	public Optional<Version> exact() {
		if (alternatives.size() == 1 && alternatives.getFirst().size() == 1
				&& alternatives.getFirst().getFirst().bound() == Bound.EXACTLY) {
			return Optional.of(alternatives.getFirst().getFirst().version());
		}
		return Optional.empty();
	}

	@Override
	public String toString() {
		return text;
	}

}
