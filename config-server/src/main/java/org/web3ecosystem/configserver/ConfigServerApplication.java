package org.web3ecosystem.configserver;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.config.server.EnableConfigServer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

import org.web3ecosystem.configserver.table.AcceptedTable;
import org.web3ecosystem.configserver.table.TableSource;

/** Starts the config server. */
@SpringBootApplication
@EnableConfigServer
@EnableConfigurationProperties(TableProperties.class)
public class ConfigServerApplication {

	/** Runs until a signal ends it. */
	public static void main(String[] arguments) {
		SpringApplication.run(ConfigServerApplication.class, arguments);
	}

	@Bean
	AcceptedTable acceptedTable(TableProperties properties, ConfigurableEnvironment environment) {
		TableSource source = (properties.git().uri() == null) ? TableSource.file(properties.file())
				: new GitBranch(properties.git(), properties.cloned(), environment);
		return new AcceptedTable(source, properties.accepted());
	}

	@Bean(initMethod = "requireTable")
	TableRepository tableRepository(AcceptedTable table, ConfigurableEnvironment environment) {
		return new TableRepository(table, environment);
	}

	/** Whoever has an answer is told that it is still the answer. */
	@Bean
	ShallowEtagHeaderFilter entityTags() {
		return new ShallowEtagHeaderFilter();
	}

	@Bean
	TableHealthIndicator tableHealthIndicator(AcceptedTable table) {
		return new TableHealthIndicator(table);
	}

}
