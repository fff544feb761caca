package org.web3ecosystem.platform.node;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.web3ecosystem.spi.Node;

/** Starts application contexts, one per node. */
public final class Nodes {

	private static final Logger logger = LoggerFactory.getLogger(Nodes.class);

	private Nodes() {
	}

	/**
	 * One node, which is all this process does; a signal ends it.
	 * @param arguments the command line
	 */
	public static ConfigurableApplicationContext alone(String... arguments) {
		ConfigurableApplicationContext context = application().run(arguments);
		logger.info("started: pid={} java={} home={} seconds={}", ProcessHandle.current().pid(), Runtime.version(),
				context.getBean(Node.class).home(), ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
		return context;
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
		// a start that fails has one thing to say
		application.setLogStartupInfo(false);
		return application;
	}

}
