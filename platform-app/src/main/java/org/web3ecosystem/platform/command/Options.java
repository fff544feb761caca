package org.web3ecosystem.platform.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of one command: {@code --name=value} or {@code --flag}. An option that the
 * command does not have, or that is given twice, is an error.
 */
final class Options {

	private static final Pattern OPTION = Pattern.compile("--([a-z][A-Za-z0-9._\\[\\]-]*)(?:=(.*))?", Pattern.DOTALL);

	private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h|d)");

	private final String command;

	private final Map<String, String> values = new HashMap<>();

	private final List<String> settings = new ArrayList<>();

	/**
	 * @param known the command's options; one that ends in {@code =} takes a value, which
	 * may be the next argument
	 * @param settingsAllowed take {@code --a.b=c} as a setting for a node's context
	 */
	Options(String command, List<String> arguments, Set<String> known, boolean settingsAllowed) {
		this.command = command;
		Iterator<String> rest = arguments.iterator();
		while (rest.hasNext()) {
			String argument = rest.next();
			Matcher matcher = OPTION.matcher(argument.replaceFirst("^-o(?=$|=)", "--output"));
			if (!matcher.matches()) {
				throw new UsageException(command + " does not take '" + argument + "'");
			}
			if (settingsAllowed && matcher.group(1).contains(".")) {
				settings.add(argument);
			}
			else {
				option(matcher, known, rest);
			}
		}
	}

	private void option(Matcher matcher, Set<String> known, Iterator<String> rest) {
		String name = matcher.group(1);
		boolean takesValue = known.contains(name + "=");
		if (!takesValue && !known.contains(name)) {
			throw new UsageException(command + " has no option --" + name);
		}
		String value = Optional.ofNullable(matcher.group(2))
			.orElseGet(() -> takesValue && rest.hasNext() ? rest.next() : "");
		if (values.putIfAbsent(name, value) != null) {
			throw new UsageException("--" + name + " is given twice");
		}
	}

	/** Whether documents are wanted; the option is {@code output=}. */
	boolean json() {
		return switch (text("output").orElse("text")) {
			case "json" -> true;
			case "text" -> false;
			case String other -> throw new UsageException("-o is text or json, not '" + other + "'");
		};
	}

	List<String> settings() {
		return settings;
	}

	Optional<String> text(String name) {
		Optional<String> value = Optional.ofNullable(values.get(name));
		if (value.filter(String::isBlank).isPresent()) {
			throw new UsageException("--" + name + " needs a value: --" + name + "=…");
		}
		return value;
	}

	String required(String name) {
		return text(name).orElseThrow(() -> new UsageException(command + " needs --" + name + "=…"));
	}

	boolean flag(String name) {
		return switch (values.getOrDefault(name, "false")) {
			case "", "true" -> true;
			case "false" -> false;
			default -> throw new UsageException("--" + name + " takes no value");
		};
	}

	int number(String name, int otherwise, int least, int most) {
		String text = text(name).orElse(Integer.toString(otherwise));
		if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
			throw new UsageException(
					"--" + name + " is a number from " + least + " to " + most + ", not '" + text + "'");
		}
		return Integer.parseInt(text);
	}

	Duration duration(String name, Duration otherwise) {
		return text(name).map(text -> parse(name, text)).orElse(otherwise);
	}

	private static Duration parse(String name, String text) {
		Matcher matcher = DURATION.matcher(text);
		if (!matcher.matches()) {
			throw new UsageException("--" + name + " is a duration such as 60s, 15m or 24h, not '" + text + "'");
		}
		long amount = Long.parseLong(matcher.group(1));
		return switch (matcher.group(2)) {
			case "ms" -> Duration.ofMillis(amount);
			case "s" -> Duration.ofSeconds(amount);
			case "m" -> Duration.ofMinutes(amount);
			case "h" -> Duration.ofHours(amount);
			default -> Duration.ofDays(amount);
		};
	}

}
