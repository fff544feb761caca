package org.web3ecosystem.trustchain.path;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One thing a certificate must keep to.
 *
 * @param breach what is said of a certificate that does not
 * @param kept the test; a malformed certificate may make it throw, which is a breach
 */
record Rule<T>(String breach, Predicate<T> kept) {

	/** The first breach, if any. */
	static <T> Optional<String> firstBreach(List<Rule<T>> rules, T subject) {
		return rules.stream().filter(rule -> !rule.keptBy(subject)).map(Rule::breach).findFirst();
	}

	/** All breaches. */
	static <T> List<String> breaches(List<Rule<T>> rules, T subject) {
		return rules.stream().filter(rule -> !rule.keptBy(subject)).map(Rule::breach).toList();
	}

	private boolean keptBy(T subject) {
		try {
			return kept.test(subject);
		}
		catch (RuntimeException malformed) {
			return false;
		}
	}

}
