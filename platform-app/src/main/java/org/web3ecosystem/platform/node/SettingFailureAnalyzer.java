package org.web3ecosystem.platform.node;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.convert.ConversionException;
import org.springframework.util.unit.DataSize;

/**
 * Says which setting there is not, or has a value of another kind than it can have, and
 * what it can have, without the classes that found it out.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class SettingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
			if (inner instanceof UnboundConfigurationPropertiesException unbound) {
				return unknown(unbound, cause);
			}
			if (inner instanceof ConversionException && property != null) {
				return new FailureAnalysis(
						property.getName() + " cannot be '" + property.getValue() + "': it is " + kind(cause) + ".",
						"Change it" + where(property.getOrigin()) + ", or leave it out for the default.", cause);
			}
		}
		return null;
	}

	/** Within a list, where the metadata does not tell. */
	private static FailureAnalysis unknown(UnboundConfigurationPropertiesException unbound, BindException cause) {
		ConfigurationProperty first = unbound.getUnboundProperties().iterator().next();
		return new FailureAnalysis(first.getName() + " cannot be used: no component has such a setting.",
				"Take it out or correct it" + where(first.getOrigin()) + ".", cause);
	}

	private static String where(@Nullable Origin origin) {
		return switch (origin) {
			case null -> "";
			case PropertySourceOrigin source when source.getPropertySource() instanceof CommandLinePropertySource<?> ->
				" on the command line";
			case PropertySourceOrigin source -> "";
			case Origin text -> " in " + text;
		};
	}

	private static String kind(BindException cause) {
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		if (type.isEnum()) {
			return "one of " + Arrays.stream(type.getEnumConstants())
				.map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", "));
		}
		return switch (type.getName()) {
			case "int", "long", "java.lang.Integer", "java.lang.Long" -> "a whole number";
			case "boolean", "java.lang.Boolean" -> "true or false";
			case String name when name.equals(Duration.class.getName()) -> "a duration such as 500ms, 30s or 2m";
			case String name when name.equals(DataSize.class.getName()) -> "a size such as 512KB or 16MB";
			case String name when name.equals(InetAddress.class.getName()) -> "an IP address";
			case String name when name.equals(Path.class.getName()) -> "a path";
			default -> "a value of another kind";
		};
	}

}
