package org.web3ecosystem.bootstrap.toml;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.table.Mode;

/** One table of the file. A wrong value is noted and replaced by a harmless one. */
final class Section {

	private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

	private final String prefix;

	private final Map<?, ?> entries;

	private final Problems problems;

	Section(String prefix, Map<?, ?> entries, Problems problems) {
		this.prefix = prefix;
		this.entries = entries;
		this.problems = problems;
	}

	String path(String key) {
		return prefix.isEmpty() ? key : prefix + "." + key;
	}

	boolean has(String key) {
		return entries.containsKey(key);
	}

	List<String> keys() {
		return entries.keySet().stream().map(String::valueOf).toList();
	}

	/** Refuses keys that nobody reads. */
	Section only(String... known) {
		for (String key : keys()) {
			if (!Set.of(known).contains(key)) {
				problems.add(path(key), "unknown key '" + key + "'",
						"Remove it or write one of: " + String.join(", ", known) + ".");
			}
		}
		return this;
	}

	/** A table below, empty if it is not there. */
	Section section(String key) {
		Object value = entries.get(key);
		if (value instanceof Map<?, ?> map) {
			return new Section(path(key), map, problems);
		}
		if (value != null) {
			wrong(key, value, "a table", "Write [" + path(key) + "] on a line of its own.");
		}
		return new Section(path(key), Map.of(), problems);
	}

	long integer(String key, long otherwise) {
		Object value = entries.get(key);
		if (value instanceof Integer || value instanceof Long) {
			return ((Number) value).longValue();
		}
		return wrongIfPresent(key, value, "a whole number", "Write a number without quotes.", otherwise);
	}

	boolean bool(String key) {
		Object value = entries.get(key);
		if (value == null) {
			missing(key, "true or false");
		}
		return value instanceof Boolean bool ? bool
				: wrongIfPresent(key, value, "true or false", "Write true or false without quotes.", false);
	}

	<M extends Enum<M> & Mode> M mode(String key, Class<M> type, M otherwise, boolean required) {
		Object value = entries.get(key);
		if (value == null) {
			if (required) {
				missing(key, Mode.known(type));
			}
			return otherwise;
		}
		return Mode.find(type, String.valueOf(value)).orElseGet(() -> {
			problems.add(path(key), "unknown " + key + " \"" + value + "\"", "Write one of: " + Mode.known(type) + ".");
			return otherwise;
		});
	}

	Duration duration(String key, Duration otherwise, boolean positive) {
		Object value = entries.get(key);
		if (value == null) {
			return otherwise;
		}
		Matcher matcher = DURATION.matcher(String.valueOf(value));
		if (!(value instanceof String) || !matcher.matches()) {
			return wrong(key, value, "a duration", "Write a number with ms, s, m, h or d, in quotes: \"30s\".",
					otherwise);
		}
		Duration duration = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
		if (positive && duration.isZero()) {
			return wrong(key, value, "longer than nothing", "Write a positive duration.", otherwise);
		}
		return duration;
	}

	List<String> strings(String key) {
		Object value = entries.get(key);
		if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
			return list.stream().map(String::valueOf).toList();
		}
		return wrongIfPresent(key, value, "a list of strings", "Write [\"one\", \"other\"].", List.of());
	}

	private static Duration duration(long number, String unit) {
		return switch (unit) {
			case "ms" -> Duration.ofMillis(number);
			case "s" -> Duration.ofSeconds(number);
			case "m" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			default -> Duration.ofDays(number);
		};
	}

	private void missing(String key, String values) {
		problems.add(path(key), key + " is missing", "Add it to [" + prefix + "]: " + values + ".");
	}

	private <T> T wrongIfPresent(String key, @Nullable Object value, String wanted, String action, T otherwise) {
		if (value != null) {
			wrong(key, value, wanted, action);
		}
		return otherwise;
	}

	private <T> T wrong(String key, Object value, String wanted, String action, T otherwise) {
		wrong(key, value, wanted, action);
		return otherwise;
	}

	private void wrong(String key, Object value, String wanted, String action) {
		problems.add(path(key), key + " = " + value + " is not " + wanted, action);
	}

}
