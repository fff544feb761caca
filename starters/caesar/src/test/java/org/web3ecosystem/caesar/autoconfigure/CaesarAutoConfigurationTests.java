package org.web3ecosystem.caesar.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth.Status;
import org.web3ecosystem.spi.health.Feature;

import static org.assertj.core.api.Assertions.assertThat;

class CaesarAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CaesarAutoConfiguration.class));

	@Test
	void theComponentStartsProvidesNothingAndSaysItIsNotBuilt() {
		runner.run(context -> {
			Component component = context.getBean(Component.class);
			assertThat(component.name()).isEqualTo("caesar");
			assertThat(component.start()).isCompleted();
			assertThat(component.capabilities()).isEmpty();
			assertThat(component.health().status()).isEqualTo(Status.NOT_BUILT);
		});
	}

	@Test
	void noFeatureClaimsToBeActive() {
		runner.run(context -> assertThat(context.getBeansOfType(Feature.class).values())
			.allSatisfy(feature -> assertThat(feature.finding().get().met()).isFalse())
			.extracting(Feature::name)
			.containsExactlyInAnyOrder("market-making", "dynamic-pricing", "economy"));
	}

	@Test
	void aPropertySwitchesItOff() {
		runner.withPropertyValues("web3.caesar.enabled=false")
			.run(context -> assertThat(context).doesNotHaveBean(Component.class).doesNotHaveBean(Feature.class));
	}

}
