package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.web3ecosystem.spi.SettingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlertPropertiesTests {

	private static final String PREFIX = "web3.bootstrap.alerts.";

	@TempDir
	Path directory;

	@Test
	void nobodyIsToldOverTheNetworkByDefault() {
		AlertProperties properties = bind(Map.of());
		assertThat(properties.after()).hasSeconds(10);
		assertThat(properties.calm()).hasSeconds(30);
		assertThat(properties.webhook().url()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "after,2h,'0s to 1h, not 2h'", "webhook.attempts,0,'1 to 20, not 0'",
			"webhook.timeout,1m,'100ms to 30s, not 1m'", "webhook.queue,0,'1 to 1024, not 0'",
			"webhook.longest-wait,500ms,'not 500ms'" })
	void aValueThatCannotBeIsRefusedByItsName(String name, String value, String rule) {
		assertThatThrownBy(() -> bind(Map.of(PREFIX + name, value))).rootCause()
			.isInstanceOf(SettingException.class)
			.hasMessageStartingWith(PREFIX + name + " is ")
			.hasMessageContaining(rule);
	}

	@ParameterizedTest
	@ValueSource(strings = { "alerts.example.com", "ftp://alerts.example.com/", "https:///path", "not a url",
			"https://user:hidden@alerts.example.com/", "https://alerts.example.com/#hidden" })
	void whatIsNoAddressIsRefusedAndNotShown(String url) {
		AlertProperties.Webhook webhook = bind(Map.of(PREFIX + "webhook.url", url)).webhook();
		assertThatExceptionOfType(SettingException.class).isThrownBy(webhook::address)
			.withMessageStartingWith(PREFIX + "webhook.url cannot be used")
			.satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hidden"));
	}

	@Test
	void anAddressWithoutASecretIsRefused() throws IOException {
		AlertProperties.Webhook without = bind(Map.of(PREFIX + "webhook.url", "https://alerts.example.com/x?key=1"))
			.webhook();
		assertThat(without.address()).hasHost("alerts.example.com");
		assertThatExceptionOfType(SettingException.class).isThrownBy(without::secret)
			.withMessageStartingWith(PREFIX + "webhook.secret-file cannot be used")
			.satisfies(refused -> assertThat(refused.action()).contains("openssl rand -base64 32"));
		Path file = Files.writeString(directory.resolve("secret"), "letmein");
		assertThatExceptionOfType(SettingException.class)
			.isThrownBy(bind(Map.of(PREFIX + "webhook.secret-file", file.toString())).webhook()::secret)
			.satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("letmein"));
	}

	private static AlertProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(new HashMap<>(properties)))
			.bindOrCreate("web3.bootstrap.alerts", AlertProperties.class);
	}

}
