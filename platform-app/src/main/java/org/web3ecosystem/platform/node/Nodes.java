package org.web3ecosystem.platform.node;

import java.util.Map;
import java.util.function.Consumer;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/** Starts application contexts, one per node. */
public final class Nodes {

	private Nodes() {
	}

	/**
	 * One node, which is all this process does; a signal ends it.
	 * @param arguments the command line
	 */
	public static ConfigurableApplicationContext alone(String... arguments) {
		return application().run(arguments);
	}

	/**
	 * One of several nodes in this process; the caller closes it.
	 * @param settings of this node: stronger than any file, weaker than the command line
	 * @param prepared is shown the node's settings before anything is made of them
	 */
	public static ConfigurableApplicationContext among(Map<String, Object> settings,
			Consumer<ConfigurableEnvironment> prepared, String... arguments) {
		SpringApplication application = application();
		application.addListeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>) event -> {
			settle(event.getEnvironment(), settings);
			prepared.accept(event.getEnvironment());
		});
		application.setAdditionalProfiles("local");
		application.setRegisterShutdownHook(false);
		application.setLogStartupInfo(false);
		return application.run(arguments);
	}

	static void settle(ConfigurableEnvironment environment, Map<String, Object> settings) {
		MapPropertySource ours = new MapPropertySource("this node", settings);
		MutablePropertySources sources = environment.getPropertySources();
		if (sources.contains(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME)) {
			sources.addAfter(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME, ours);
		}
		else {
			sources.addFirst(ours);
		}
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(NodeConfiguration.class);
		application.setBannerMode(Banner.Mode.OFF);
		return application;
	}

}
