package org.web3ecosystem.platform.node;

import java.util.Map;
import java.util.function.Consumer;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/** Starts application contexts, one per node. */
public final class Nodes {

	private Nodes() {
	}

	/**
	 * One node, which is all this process does; a signal ends it.
	 * @param arguments the command line
	 */
	public static ConfigurableApplicationContext alone(String... arguments) {
		return application(Map.of()).run(arguments);
	}

	/**
	 * One of several nodes in this process; the caller closes it.
	 * @param settings of this node, before what the command line says
	 * @param prepared is shown the node's settings before anything is made of them
	 */
	public static ConfigurableApplicationContext among(Map<String, Object> settings,
			Consumer<ConfigurableEnvironment> prepared, String... arguments) {
		SpringApplication application = application(settings);
		application.addListeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>) event -> prepared
			.accept(event.getEnvironment()));
		application.setAdditionalProfiles("local");
		application.setRegisterShutdownHook(false);
		application.setLogStartupInfo(false);
		return application.run(arguments);
	}

	private static SpringApplication application(Map<String, Object> settings) {
		SpringApplication application = new SpringApplication(NodeConfiguration.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.setDefaultProperties(settings);
		return application;
	}

}
