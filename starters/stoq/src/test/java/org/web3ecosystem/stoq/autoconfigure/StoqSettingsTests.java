package org.web3ecosystem.stoq.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import org.web3ecosystem.spi.SettingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A value that cannot be is refused with its name, before anything uses it. */
class StoqSettingsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "max-connections|0|is 1 to 65536, not 0", "judged-every|10s|is 100ms to 4s, not 10s",
					"hello-timeout|-1s|is 100ms to 1m, not -1s", "idle-timeout|0s|is 100ms to 10m, not 0s",
					"peer-burst|-5|is 1 to 1000000, not -5" })
	void aLimitOutOfRangeIsNamed(String name, String value, String rule) {
		refused("web3.stoq", StoqProperties.class, Map.of("web3.stoq." + name, value),
				"web3.stoq." + name + " " + rule);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "at|here|at cannot be used: 'here' is not address:port",
					"at|localhost:80|at cannot be used: not an IP literal: 'localhost'",
					"at|127.0.0.1:99999|at cannot be used: port out of range",
					"to|nowhere|to cannot be used: a target is written", "peer|me|peer cannot be used",
					"addresses[0]|9292|addresses cannot be used: '9292' is not address:port", "to||to is to be given" })
	void aForwardThatCannotBeReadIsNamed(String name, String value, String rule) {
		Map<String, String> good = Map.of("at", "127.0.0.1:15432", "peer", "0".repeat(64), "to", "127.0.0.1:5432/tcp");
		Map<String, String> settings = new HashMap<>();
		good.forEach((key, text) -> settings.put("web3.stoq.forward.listen[0]." + key, text));
		settings.put("web3.stoq.forward.listen[0]." + name, (value != null) ? value : "");
		refused("web3.stoq.forward", ForwardProperties.class, settings, "web3.stoq.forward.listen[0]." + rule);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "peers|everybody|peers cannot be used", "to|5432|to cannot be used: a target" })
	void aRuleThatCannotBeReadIsNamed(String name, String value, String rule) {
		Map<String, String> settings = new HashMap<>(Map.of("web3.stoq.forward.allow[0].peers", "members",
				"web3.stoq.forward.allow[0].to", "127.0.0.1:5432/tcp"));
		settings.put("web3.stoq.forward.allow[0]." + name, value);
		refused("web3.stoq.forward", ForwardProperties.class, settings, "web3.stoq.forward.allow[0]." + rule);
	}

	private static void refused(String prefix, Class<?> properties, Map<String, String> settings, String message) {
		Binder binder = new Binder(new MapConfigurationPropertySource(settings));
		Throwable failure = catchThrowable(() -> binder.bindOrCreate(prefix, properties));
		while (failure != null && !(failure instanceof SettingException)) {
			failure = failure.getCause();
		}
		assertThat(failure).isNotNull().hasMessageStartingWith(message);
	}

}
