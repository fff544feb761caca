package org.web3ecosystem.catalog.resolve;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version (SemVer 2.0.0). {@link #compareTo} is precedence (section 11), which
 * does not look at build metadata: two versions that differ only there are one and the
 * same to everybody who chooses.
 *
 * @param preRelease dot-separated identifiers after the hyphen, empty for a release
 * @param build what stands after the plus, empty if nothing does
 */
public record Version(BigInteger major, BigInteger minor, BigInteger patch, List<String> preRelease,
		String build) implements Comparable<Version> {

	/** The longest version anyone reads, in characters. */
	public static final int MAX_LENGTH = 64;

	/** As published at semver.org; the length is checked first. */
	private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
			+ "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
			+ "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?");

	private static final Pattern NUMERIC = Pattern.compile("\\d+");

	public Version {
		preRelease = List.copyOf(preRelease);
	}

	/**
	 * @throws IllegalArgumentException if it is none
	 */
	public static Version parse(String text) {
		if (text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("a version has at most " + MAX_LENGTH + " characters");
		}
		Matcher matcher = FORM.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("not a semantic version: '" + text + "'");
		}
		String preRelease = matcher.group(4);
		String build = matcher.group(5);
		return new Version(new BigInteger(matcher.group(1)), new BigInteger(matcher.group(2)),
				new BigInteger(matcher.group(3)), preRelease == null ? List.of() : List.of(preRelease.split("\\.")),
				build == null ? "" : build);
	}

	/** Whether {@link #parse} would take it. */
	public static boolean isVersion(String text) {
		return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
	}

	static Version of(BigInteger major, BigInteger minor, BigInteger patch, List<String> preRelease) {
		return new Version(major, minor, patch, preRelease, "");
	}

	public boolean isPreRelease() {
		return !preRelease.isEmpty();
	}

	/** What precedence looks at: equal if and only if precedence is. */
	public Version withoutBuild() {
		return build.isEmpty() ? this : of(major, minor, patch, preRelease);
	}

	/** Whether the three numbers are the same. */
	boolean isSameTriple(Version other) {
		return major.equals(other.major) && minor.equals(other.minor) && patch.equals(other.patch);
	}

	@Override
	public int compareTo(Version other) {
		int numbers = major.compareTo(other.major);
		numbers = numbers != 0 ? numbers : minor.compareTo(other.minor);
		numbers = numbers != 0 ? numbers : patch.compareTo(other.patch);
		return numbers != 0 ? numbers : comparePreRelease(other);
	}

	/** Section 11.3: a release comes after its pre-releases; 11.4: field by field. */
	private int comparePreRelease(Version other) {
		if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
			return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
		}
		for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
			int field = compareField(preRelease.get(i), other.preRelease.get(i));
			if (field != 0) {
				return field;
			}
		}
		return Integer.compare(preRelease.size(), other.preRelease.size());
	}

	private static int compareField(String one, String other) {
		boolean number = NUMERIC.matcher(one).matches();
		if (number != NUMERIC.matcher(other).matches()) {
			return number ? -1 : 1;
		}
		return number ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
	}

	@Override
	public String toString() {
		return major + "." + minor + "." + patch + (preRelease.isEmpty() ? "" : "-" + String.join(".", preRelease))
				+ (build.isEmpty() ? "" : "+" + build);
	}

}
