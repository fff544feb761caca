package org.web3ecosystem.configserver;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.config.server.EnableConfigServer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

import org.web3ecosystem.configserver.table.AcceptedTable;

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
	AcceptedTable acceptedTable(TableProperties properties) {
		return properties.toTable();
	}

	@Bean(initMethod = "requireTable")
	TableRepository tableRepository(AcceptedTable table, ConfigurableEnvironment environment) {
		return new TableRepository(table, environment);
	}

	@Bean
	TableHealthIndicator tableHealthIndicator(AcceptedTable table) {
		return new TableHealthIndicator(table);
	}

}
