package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import org.web3ecosystem.bootstrap.home.HomeException;
import org.web3ecosystem.bootstrap.monitor.InitialPhaseException;
import org.web3ecosystem.bootstrap.phase.JournalException;
import org.web3ecosystem.bootstrap.toml.InvalidTableException;
import org.web3ecosystem.spi.SettingException;

/**
 * Says once and clearly what a person did wrong and what to change. Before others that
 * would show the classes that found it out.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class BootstrapFailureAnalyzer implements FailureAnalyzer {

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			FailureAnalysis analysis = one(cause);
			if (analysis != null) {
				return analysis;
			}
		}
		return null;
	}

	private static @Nullable FailureAnalysis one(Throwable cause) {
		return switch (cause) {
			case InvalidTableException table -> table(table);
			case SettingException setting -> new FailureAnalysis(setting.getMessage() + ".", setting.action(), setting);
			case HomeException home -> new FailureAnalysis(sentence(home), home.action(), home);
			case JournalException journal -> new FailureAnalysis(sentence(journal), journal.action(), journal);
			case InitialPhaseException initial -> new FailureAnalysis(sentence(initial),
					"Write current_phase = 0 under [phases]. It is only where an empty data directory starts; the "
							+ "phase a node has reached is in its journal.",
					initial);
			default -> null;
		};
	}

	private static FailureAnalysis table(InvalidTableException table) {
		String description = table.problems()
			.stream()
			.map(problem -> "    " + problem)
			.collect(Collectors.joining("\n", "The table of phases cannot be used:\n", ""));
		String action = table.problems()
			.stream()
			.map(problem -> "    " + problem.where() + ": " + problem.action())
			.distinct()
			.collect(Collectors.joining("\n"));
		return new FailureAnalysis(description, "\n" + action, table);
	}

	/** The name of a setting is written as it is. */
	private static String sentence(Throwable cause) {
		String message = String.valueOf(cause.getMessage());
		boolean word = message.split(" ", 2)[0].chars().allMatch(Character::isLetter);
		return (word ? Character.toUpperCase(message.charAt(0)) + message.substring(1) : message) + ".";
	}

}
